import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { MessageView } from "@/app/[locale]/(workspace)/messages/message-view";
import { pageLocale } from "@/components/frame/document";
import { requireAllowed } from "@/lib/auth/session";
import { withFallbacks } from "@/lib/messages/merge-fields";
import { messageToRead } from "@/lib/messages/queries";
import { askedSearch } from "@/lib/paging/address";
import { maySeeAll } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/messages/[id]">;

const readPage = cache(async (locale: string, id: string) => {
  const user = await requireAllowed(pageLocale(locale), maySeeAll);
  return { user, message: await messageToRead(user, id) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const { message } = await readPage(locale, id);
  if (message === null) notFound();
  return { title: withFallbacks(message.subject) };
}

export default async function AllMessagePage({ params, searchParams }: Props) {
  const { locale: asked, id } = await params;
  const locale = pageLocale(asked);
  const { user, message } = await readPage(locale, id);
  if (message === null) notFound();
  const reader = askedSearch((await searchParams).reader);
  const t = await getTranslations();
  return (
    <MessageView
      {...{ locale, user, message, reader }}
      scope="all"
      above={[{ href: "/admin/messages", text: t("admin.sections.messages") }]}
    >
      <p className="mt-3 text-sm text-muted">{t("messages.facts.readOnly", { name: message.owner.name })}</p>
    </MessageView>
  );
}
