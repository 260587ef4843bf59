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
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { requireUser } from "@/lib/auth/session";
import { inboxAddress } from "@/lib/mails/mailbox";
import { instantFormat } from "@/lib/i18n/instant-format";
import { draftTime } from "@/lib/messages/draft-queries";
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
  const [t, draftAt] = await Promise.all([getTranslations("messages"), draftTime(user, id)]);
  return (
    <MessageView
      {...{ locale, user, message, reader }}
      scope="own"
      above={[{ href: "/messages", text: t("title") }]}
    >
      {draftAt !== null && (
        <div className="mt-6">
          <Notice tone="careful">
            <p>
              {t("draft.waiting", { time: instantFormat(locale, user.timeZone, false).format(draftAt) })}{" "}
              <Link href={`/messages/${id}/edit`} className="font-medium underline underline-offset-4">
                {t("draft.goOn")}
              </Link>
            </p>
          </Notice>
        </div>
      )}
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
