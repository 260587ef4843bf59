import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { editorActions } from "@/app/[locale]/(workspace)/messages/editor-actions";
import { FormMessages } from "@/components/forms/form-messages";
import { pageLocale } from "@/components/frame/document";
import { MessageEditor } from "@/components/messages/message-editor";
import { PageHeading } from "@/components/ui/page-heading";
import { Trail } from "@/components/ui/trail";
import { requireUser } from "@/lib/auth/session";
import { inboxAddress } from "@/lib/mails/mailbox";
import { offeredFields } from "@/lib/fields/queries";
import { withFallbacks } from "@/lib/messages/merge-fields";
import { instantFormat } from "@/lib/i18n/instant-format";
import { draftToEdit } from "@/lib/messages/draft-queries";
import { messageToEdit, previewReaders, tellingReaders } from "@/lib/messages/queries";

type Props = PageProps<"/[locale]/messages/[id]/edit">;

const readPage = cache(async (locale: string, id: string) => {
  const user = await requireUser(pageLocale(locale));
  return { user, message: await messageToEdit(user, id) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const { message } = await readPage(locale, id);
  if (message === null) notFound();
  return { title: withFallbacks(message.fields.subject) };
}

export default async function EditMessagePage({ params }: Props) {
  const { locale: asked, id } = await params;
  const locale = pageLocale(asked);
  const { user, message } = await readPage(locale, id);
  if (message === null) notFound();
  const [draft, t, frame, readers, telling, knownFields] = await Promise.all([
    draftToEdit(user, id, message.fields),
    getTranslations("messages"),
    getTranslations("frame"),
    previewReaders(user, user.id, ""),
    tellingReaders(user),
    offeredFields(user),
  ]);
  const subject = withFallbacks(message.fields.subject);
  return (
    <FormMessages locale={locale} names={["images", "messages"]}>
      <Trail
        label={frame("trail")}
        above={[
          { href: "/messages", text: t("title") },
          { href: `/messages/${id}`, text: subject },
        ]}
        here={t("edit")}
      />
      <PageHeading>{subject}</PageHeading>
      <MessageEditor
        fields={message.fields}
        message={{ id, version: message.version }}
        draft={draft}
        writtenAt={draft === null ? "" : instantFormat(locale, user.timeZone, false).format(draft.seen)}
        timeZone={user.timeZone}
        userId={user.id}
        knownFields={knownFields}
        readers={readers}
        telling={telling}
        inbox={inboxAddress()}
        {...editorActions}
      />
    </FormMessages>
  );
}
