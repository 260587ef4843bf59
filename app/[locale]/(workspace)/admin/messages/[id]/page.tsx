import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { MessagePreview } from "@/components/admin/message-preview";
import { OwnerLink } from "@/components/lists/owner-link";
import { pageLocale } from "@/components/frame/document";
import { Fact, Facts } from "@/components/ui/facts";
import { Instant } from "@/components/ui/instant";
import { Link } from "@/components/ui/link";
import { PageHeading, SectionHeading } from "@/components/ui/page-heading";
import { Trail } from "@/components/ui/trail";
import { requireAllowed } from "@/lib/auth/session";
import { messageToRead, type MessageToRead } from "@/lib/messages/queries";
import { maySeeEverybodys } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/messages/[id]">;

const readPage = cache(async (locale: string, id: string) => {
  const person = await requireAllowed(pageLocale(locale), maySeeEverybodys);
  return { person, message: await messageToRead(person, id) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  return { title: (await readPage(locale, id)).message?.subject };
}

export default async function EverybodysMessagePage({ params }: Props) {
  const { locale, id } = await params;
  const { person, message } = await readPage(locale, id);
  if (message === null) notFound();
  const t = await getTranslations("admin");
  const frame = await getTranslations("frame");
  return (
    <>
      <Trail
        label={frame("trail")}
        above={[{ href: "/admin/messages", text: t("sections.messages") }]}
        here={message.subject}
      />
      <PageHeading>{message.subject}</PageHeading>
      <p className="mt-3 mb-8 text-sm text-muted">{t("message.readOnly", { name: message.owner.name })}</p>
      <Facts>
        <Fact term={t("owner")}>
          <OwnerLink owner={message.owner} />
        </Fact>
        <Fact term={t("message.changed")}>
          <Instant at={message.updatedAt} timeZone={person.timeZone} />
        </Fact>
        <Fact term={t("message.preheader")}>{message.preheader || t("message.noPreheader")}</Fact>
        <Fact term={t("message.mailings")}>
          <UsedBy mailings={message.mailings} none={t("message.noMailings")} />
        </Fact>
      </Facts>
      <section className="mt-12">
        <SectionHeading>{t("message.preview")}</SectionHeading>
        <p className="-mt-2 mb-4 text-sm text-muted">{t("message.previewHint")}</p>
        <MessagePreview subject={message.subject} html={message.html} />
      </section>
      <section className="mt-12">
        <SectionHeading>{t("message.text")}</SectionHeading>
        <pre className="rounded-xl border border-border bg-surface p-5 font-sans text-sm [overflow-wrap:anywhere] whitespace-pre-wrap">
          {message.text}
        </pre>
      </section>
    </>
  );
}

function UsedBy({ mailings, none }: { mailings: MessageToRead["mailings"]; none: string }) {
  if (mailings.length === 0) return none;
  return (
    <ul>
      {mailings.map(({ id, name }) => (
        <li key={id}>
          <Link
            href={`/mailings/${id}`}
            className="underline decoration-border underline-offset-3 hover:decoration-current"
          >
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
