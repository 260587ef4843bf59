import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { NotFoundMessage } from "@/components/frame/not-found-message";

/** Also of a page whose own title cannot be made: of one that the role may not open Next takes it from here too. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("errors"))("unavailable") };
}

/** Its way back leads to /overview, the first page of every role. */
export default function WorkspaceNotFound() {
  const t = useTranslations("errors");
  return <NotFoundMessage home={{ href: "/overview", text: t("workspace") }} />;
}
