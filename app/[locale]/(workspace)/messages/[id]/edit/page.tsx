import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { editMessage, previewMessage, testMessage } from "@/app/[locale]/(workspace)/messages/actions";
import { FormMessages } from "@/components/forms/form-messages";
import { pageLocale } from "@/components/frame/document";
import { MessageEditor } from "@/components/messages/message-editor";
import { PageHeading } from "@/components/ui/page-heading";
import { Trail } from "@/components/ui/trail";
import { requireUser } from "@/lib/auth/session";
import { inboxAddress } from "@/lib/mails/mailbox";
import { offeredFields } from "@/lib/fields/queries";
import { withFallbacks } from "@/lib/messages/merge-fields";
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
  const [t, frame, readers, telling, knownFields] = await Promise.all([
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
        userId={user.id}
        knownFields={knownFields}
        readers={readers}
        telling={telling}
        inbox={inboxAddress()}
        save={editMessage.bind(null, id)}
        preview={previewMessage}
        test={testMessage}
      />
    </FormMessages>
  );
}
