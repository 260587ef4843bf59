import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { StepAfterMessage } from "@/app/[locale]/(workspace)/first-steps";
import {
  deleteMessage,
  duplicateMessage,
  testSavedMessage,
} from "@/app/[locale]/(workspace)/messages/actions";
import { MessageView } from "@/app/[locale]/(workspace)/messages/message-view";
import { pageLocale } from "@/components/frame/document";
import { MessageActions } from "@/components/messages/message-actions";
import { requireUser } from "@/lib/auth/session";
import { inboxAddress } from "@/lib/mails/mailbox";
import { withFallbacks } from "@/lib/messages/merge-fields";
import { mayChangeMessage } from "@/lib/messages/policy";
import { messageToRead } from "@/lib/messages/queries";
import { askedSearch } from "@/lib/paging/address";

type Props = PageProps<"/[locale]/messages/[id]">;

const readPage = cache(async (locale: string, id: string) => {
  const user = await requireUser(pageLocale(locale));
  const message = await messageToRead(user, id);
  // Of others an admin reads messages at /admin/messages.
  const isOwn = message !== null && mayChangeMessage(user, { ownerId: message.owner.id });
  return { user, message: isOwn ? message : null };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const { message } = await readPage(locale, id);
  if (message === null) notFound();
  return { title: withFallbacks(message.subject) };
}

export default async function MessagePage({ params, searchParams }: Props) {
  const { locale: asked, id } = await params;
  const locale = pageLocale(asked);
  const { user, message } = await readPage(locale, id);
  if (message === null) notFound();
  const reader = askedSearch((await searchParams).reader);
  const t = await getTranslations("messages");
  return (
    <MessageView
      {...{ locale, user, message, reader }}
      scope="own"
      above={[{ href: "/messages", text: t("title") }]}
    >
      <MessageActions
        message={message}
        duplicate={duplicateMessage.bind(null, { messageId: id, copyId: randomUUID() })}
        remove={deleteMessage.bind(null, id)}
        test={testSavedMessage.bind(null, id)}
        reader={reader}
        inbox={inboxAddress()}
      />
      <StepAfterMessage user={user} messageId={id} />
    </MessageView>
  );
}
