import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { editorActions } from "@/app/[locale]/(workspace)/messages/editor-actions";
import { FormMessages } from "@/components/forms/form-messages";
import { pageLocale } from "@/components/frame/document";
import { MessageEditor } from "@/components/messages/message-editor";
import { StarterChoice } from "@/components/messages/starter-choice";
import { PageHeading } from "@/components/ui/page-heading";
import { Trail } from "@/components/ui/trail";
import { requireAllowed } from "@/lib/auth/session";
import { inboxAddress } from "@/lib/mails/mailbox";
import { offeredFields } from "@/lib/fields/queries";
import { instantFormat } from "@/lib/i18n/instant-format";
import { redirect } from "@/lib/i18n/navigation";
import type { Locale } from "@/lib/i18n/routing";
import type { SessionUser } from "@/lib/auth/session-types";
import { draftToEdit } from "@/lib/messages/draft-queries";
import { messageToEdit, previewReaders, tellingReaders } from "@/lib/messages/queries";
import { starterNames, type TypedMessage } from "@/lib/messages/schema";
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
  const asked = await searchParams;
  const begin = askedChoice(asked.begin, beginnings);
  const draft = await askedDraft(user, asked.draft, locale);
  const [t, frame] = await Promise.all([getTranslations("messages"), getTranslations("frame")]);
  const trail = (
    <Trail label={frame("trail")} above={[{ href: "/messages", text: t("title") }]} here={t("new")} />
  );
  if (begin === "" && draft === null) {
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
        fields={fieldsOf(begin === "" ? "blank" : begin, locale)}
        message={{ id: draft?.messageId ?? randomUUID(), version: null }}
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

/** The draft that an address names; leads to the message where one has come of it. */
async function askedDraft(user: SessionUser, asked: string | string[] | undefined, locale: Locale) {
  const messageId = typeof asked === "string" ? asked : "";
  const draft = await draftToEdit(user, messageId, null);
  if (draft !== null && draft.version === null) return { ...draft, messageId };
  if ((await messageToEdit(user, messageId)) !== null)
    redirect({ href: `/messages/${messageId}/edit`, locale });
  return null;
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
