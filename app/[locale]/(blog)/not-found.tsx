import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { NotFoundMessage } from "@/components/frame/not-found-message";

/** Also of a page whose own title cannot be made because what it shows does not exist. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("errors"))("notFoundTitle") };
}

export default function BlogNotFound() {
  const t = useTranslations("errors");
  return <NotFoundMessage home={{ href: "/", text: t("home") }} />;
}
