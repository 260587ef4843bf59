import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import {
  deleteMessage,
  duplicateMessage,
  testSavedMessage,
} from "@/app/[locale]/(workspace)/messages/actions";
import { FormMessages } from "@/components/forms/form-messages";
import { pageLocale } from "@/components/frame/document";
import { MessageActions } from "@/components/messages/message-actions";
import { MessageFacts } from "@/components/messages/message-facts";
import { MessagePreview } from "@/components/messages/message-preview";
import { ReaderChoice } from "@/components/messages/reader-choice";
import { PageHeading, SectionHeading } from "@/components/ui/page-heading";
import { Trail } from "@/components/ui/trail";
import { requirePerson } from "@/lib/auth/session";
import { inboxAddress } from "@/lib/mails/mailbox";
import { mayChangeMessage } from "@/lib/messages/policy";
import { previewContent } from "@/lib/messages/preview";
import { messageToRead, previewReaders, readerBeginning } from "@/lib/messages/queries";
import { askedSearch } from "@/lib/paging/address";

type Props = PageProps<"/[locale]/messages/[id]">;

const readPage = cache(async (locale: string, id: string) => {
  const user = await requirePerson(pageLocale(locale));
  const message = await messageToRead(user, id);
  // Of others an admin reads messages at /admin/messages.
  const isOwn = message !== null && mayChangeMessage(user, { ownerId: message.owner.id });
  return { user, message: isOwn ? message : null };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  return { title: (await readPage(locale, id)).message?.subject };
}

export default async function MessagePage({ params, searchParams }: Props) {
  const { locale: asked, id } = await params;
  const locale = pageLocale(asked);
  const { user, message } = await readPage(locale, id);
  if (message === null) notFound();
  const reader = askedSearch((await searchParams).reader);
  const [t, frame, readers, preview] = await Promise.all([
    getTranslations("messages"),
    getTranslations("frame"),
    previewReaders(user, user.id, ""),
    readerBeginning(user, user.id, reader).then((found) => previewContent(user.id, message, found)),
  ]);
  return (
    <FormMessages locale={locale} names={["messages"]}>
      <Trail
        label={frame("trail")}
        above={[{ href: "/messages", text: t("title") }]}
        here={message.subject}
      />
      <PageHeading>{message.subject}</PageHeading>
      <MessageActions
        message={message}
        duplicate={duplicateMessage.bind(null, { messageId: id, copyId: randomUUID() })}
        remove={deleteMessage.bind(null, id)}
        test={testSavedMessage.bind(null, id)}
        reader={reader}
        inbox={inboxAddress()}
      />
      <div className="mt-8">
        <MessageFacts message={message} timeZone={user.timeZone} scope="own" />
      </div>
      <section className="mt-12 flex flex-col gap-4">
        <SectionHeading>{t("preview.title")}</SectionHeading>
        <ReaderChoice value={reader} readers={readers} />
        <MessagePreview preview={preview} />
      </section>
    </FormMessages>
  );
}
