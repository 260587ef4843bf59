import { getTranslations } from "next-intl/server";
import type { ComponentProps, ReactNode } from "react";
import { FormMessages } from "@/components/forms/form-messages";
import { SomeMessages } from "@/components/frame/some-messages";
import { MessageFacts } from "@/components/messages/message-facts";
import { MessagePreview } from "@/components/messages/message-preview";
import { ReaderChoice } from "@/components/messages/reader-choice";
import { PageHeading, SectionHeading } from "@/components/ui/page-heading";
import { Trail } from "@/components/ui/trail";
import type { SessionUser } from "@/lib/auth/session-types";
import type { Locale } from "@/lib/i18n/routing";
import { withFallbacks } from "@/lib/messages/merge-fields";
import { previewContent } from "@/lib/messages/preview";
import { previewReaders, readerBeginning, type MessageToRead } from "@/lib/messages/queries";
import type { Scope } from "@/lib/users/scope";

interface MessageViewProps {
  scope: Scope;
  locale: Locale;
  user: SessionUser;
  message: MessageToRead;
  /** The beginning of the address of the recipient whose email is shown; "" for any. */
  reader: string;
  above: ComponentProps<typeof Trail>["above"];
  /** What may be done with it, or that nothing may. */
  children: ReactNode;
}

/** A message with the email that becomes of it: one's own, or somebody's to read. */
export async function MessageView(props: MessageViewProps) {
  const { scope, locale, user, message, reader, above, children } = props;
  const { owner } = message;
  const subject = withFallbacks(message.subject);
  // Nothing is sent from a page that is only read.
  const Messages = scope === "own" ? FormMessages : SomeMessages;
  const [t, frame, readers, preview] = await Promise.all([
    getTranslations("messages"),
    getTranslations("frame"),
    previewReaders(user, owner.id, ""),
    readerBeginning(user, owner.id, reader).then((found) => previewContent(owner.id, message, found)),
  ]);
  return (
    <Messages locale={locale} names={["messages"]}>
      <Trail label={frame("trail")} above={above} here={subject} />
      <PageHeading>{subject}</PageHeading>
      {children}
      <div className="mt-8">
        <MessageFacts message={message} timeZone={user.timeZone} scope={scope} />
      </div>
      <section className="mt-12 flex flex-col gap-4">
        <SectionHeading>{t("preview.title")}</SectionHeading>
        <ReaderChoice value={reader} readers={readers} />
        <MessagePreview preview={preview} />
      </section>
    </Messages>
  );
}
