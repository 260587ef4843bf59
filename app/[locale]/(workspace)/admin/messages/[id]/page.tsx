import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { FormMessages } from "@/components/forms/form-messages";
import { pageLocale } from "@/components/frame/document";
import { MessageFacts } from "@/components/messages/message-facts";
import { MessagePreview } from "@/components/messages/message-preview";
import { ReaderChoice } from "@/components/messages/reader-choice";
import { PageHeading, SectionHeading } from "@/components/ui/page-heading";
import { Trail } from "@/components/ui/trail";
import { requireAllowed } from "@/lib/auth/session";
import { previewContent } from "@/lib/messages/preview";
import { messageToRead, previewReaders, readerBeginning } from "@/lib/messages/queries";
import { askedSearch } from "@/lib/paging/address";
import { maySeeAll } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/messages/[id]">;

const readPage = cache(async (locale: string, id: string) => {
  const person = await requireAllowed(pageLocale(locale), maySeeAll);
  return { person, message: await messageToRead(person, id) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  return { title: (await readPage(locale, id)).message?.subject };
}

export default async function AllMessagePage({ params, searchParams }: Props) {
  const { locale: asked, id } = await params;
  const locale = pageLocale(asked);
  const { person, message } = await readPage(locale, id);
  if (message === null) notFound();
  const reader = askedSearch((await searchParams).reader);
  const { owner } = message;
  const [t, admin, frame, readers, preview] = await Promise.all([
    getTranslations("messages"),
    getTranslations("admin"),
    getTranslations("frame"),
    previewReaders(person, owner.id, ""),
    readerBeginning(person, owner.id, reader).then((found) => previewContent(owner.id, message, found)),
  ]);
  return (
    <FormMessages locale={locale} names={["messages"]}>
      <Trail
        label={frame("trail")}
        above={[{ href: "/admin/messages", text: admin("sections.messages") }]}
        here={message.subject}
      />
      <PageHeading>{message.subject}</PageHeading>
      <p className="mt-3 mb-8 text-sm text-muted">{t("facts.readOnly", { name: owner.name })}</p>
      <MessageFacts message={message} timeZone={person.timeZone} scope="all" />
      <section className="mt-12 flex flex-col gap-4">
        <SectionHeading>{t("preview.title")}</SectionHeading>
        <ReaderChoice value={reader} readers={readers} />
        <MessagePreview preview={preview} />
      </section>
    </FormMessages>
  );
}
