import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { pageLocale } from "@/components/frame/document";

type Props = PageProps<"/[locale]/[...missing]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations({ locale: pageLocale((await params).locale), namespace: "errors" });
  return { title: t("notFoundTitle") };
}

/** Every address that is no page: shown in the language of its prefix, with status 404. */
export default function MissingPage(): never {
  notFound();
}
