import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { pageLocale } from "@/components/frame/document";
import { OwnerLink } from "@/components/lists/owner-link";
import { RecipientView } from "@/components/recipients/recipient-view";
import { Trail } from "@/components/ui/trail";
import { requireAllowed } from "@/lib/auth/session";
import { askedPlace } from "@/lib/paging/address";
import { recipientDetail, sentTo } from "@/lib/recipients/detail";
import { maySeeAll } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/recipients/[id]">;

const readPage = cache(async (locale: string, id: string) => {
  const person = await requireAllowed(pageLocale(locale), maySeeAll);
  const recipient = await recipientDetail(person, "all", id);
  if (recipient === null) notFound();
  return { person, recipient };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  return { title: (await readPage(locale, id)).recipient.email };
}

export default async function SomebodysRecipientPage({ params, searchParams }: Props) {
  const { locale, id } = await params;
  const { person, recipient } = await readPage(locale, id);
  const place = askedPlace(await searchParams);
  const page = await sentTo(recipient, place);
  const t = await getTranslations();
  return (
    <>
      <Trail
        label={t("frame.trail")}
        above={[{ href: "/admin/recipients", text: t("admin.recipients.title") }]}
        here={recipient.email}
      />
      <p className="mb-4 text-sm text-muted">
        {t.rich("recipients.readOnly", { name: () => <OwnerLink owner={recipient.owner} /> })}
      </p>
      <RecipientView
        recipient={recipient}
        sent={{ list: { path: `/admin/recipients/${id}`, asked: { search: "" }, place }, page }}
        scope="all"
        timeZone={person.timeZone}
      />
    </>
  );
}
