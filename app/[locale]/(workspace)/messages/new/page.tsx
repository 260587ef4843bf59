import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { createMessage, previewMessage, testMessage } from "@/app/[locale]/(workspace)/messages/actions";
import { FormMessages } from "@/components/forms/form-messages";
import { pageLocale } from "@/components/frame/document";
import { MessageEditor } from "@/components/messages/message-editor";
import { StarterChoice } from "@/components/messages/starter-choice";
import type { TypedMessage } from "@/components/messages/unsaved-message";
import { PageHeading } from "@/components/ui/page-heading";
import { Trail } from "@/components/ui/trail";
import { requireAllowed } from "@/lib/auth/session";
import { inboxAddress } from "@/lib/mails/mailbox";
import { offeredFields } from "@/lib/fields/queries";
import { previewReaders, tellingReaders } from "@/lib/messages/queries";
import { starterNames } from "@/lib/messages/schema";
import { emptyDocument } from "@/lib/messages/visual-document";
import { starterDocument } from "@/lib/messages/starter";
import { startersIn } from "@/lib/messages/starters";
import { askedChoice } from "@/lib/paging/address";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/messages/new">;

const beginnings = ["visual", "blank", "html", ...starterNames] as const;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayOwnMailings);
  return { title: (await getTranslations({ locale, namespace: "messages" }))("new") };
}

export default async function NewMessagePage({ params, searchParams }: Props) {
  const locale = pageLocale((await params).locale);
  const user = await requireAllowed(locale, mayOwnMailings);
  const begin = askedChoice((await searchParams).begin, beginnings);
  const [t, frame] = await Promise.all([getTranslations("messages"), getTranslations("frame")]);
  const trail = (
    <Trail label={frame("trail")} above={[{ href: "/messages", text: t("title") }]} here={t("new")} />
  );
  if (begin === "") {
    return (
      <>
        {trail}
        <PageHeading>{t("choose.title")}</PageHeading>
        <StarterChoice />
      </>
    );
  }
  const [readers, telling, knownFields] = await Promise.all([
    previewReaders(user, user.id, ""),
    tellingReaders(user),
    offeredFields(user),
  ]);
  return (
    <FormMessages locale={locale} names={["images", "messages"]}>
      {trail}
      <PageHeading>{t("new")}</PageHeading>
      <MessageEditor
        fields={fieldsOf(begin, locale)}
        message={{ id: randomUUID(), version: null }}
        userId={user.id}
        knownFields={knownFields}
        readers={readers}
        telling={telling}
        inbox={inboxAddress()}
        save={createMessage}
        preview={previewMessage}
        test={testMessage}
      />
    </FormMessages>
  );
}

function fieldsOf(begin: (typeof beginnings)[number], language: string): TypedMessage {
  const starter = startersIn(language).find(({ name }) => name === begin);
  const isWritten = begin === "html" || begin === "blank";
  const document = starter === undefined ? emptyDocument() : starterDocument(starter);
  return {
    subject: starter?.subject ?? "",
    preheader: starter?.preheader ?? "",
    format: begin === "html" ? "html" : begin === "blank" ? "markdown" : "visual",
    source: isWritten ? "" : JSON.stringify(document),
    textIsOwn: false,
    text: "",
  };
}
