import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RecipientWhyNot } from "@/app/[locale]/(workspace)/recipients/recipient-why-not";
import { readRecipient } from "@/app/[locale]/(workspace)/recipients/read-recipient";
import { OwnerLink } from "@/components/lists/owner-link";
import { RecipientView } from "@/components/recipients/recipient-view";
import { Trail } from "@/components/ui/trail";
import { shownEmail } from "@/lib/email-address";
import { askedPlace } from "@/lib/paging/address";
import { timelineOf } from "@/lib/timeline/timeline";

type Props = PageProps<"/[locale]/admin/recipients/[id]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  return { title: shownEmail((await readRecipient("all", locale, id)).recipient.email) };
}

export default async function SomebodysRecipientPage({ params, searchParams }: Props) {
  const { locale, id } = await params;
  const { user, recipient } = await readRecipient("all", locale, id);
  const query = await searchParams;
  const place = askedPlace(query);
  const path = `/admin/recipients/${id}`;
  const page = await timelineOf(recipient, place);
  const t = await getTranslations();
  return (
    <>
      <Trail
        label={t("frame.trail")}
        above={[{ href: "/admin/recipients", text: t("admin.recipients.title") }]}
        here={shownEmail(recipient.email)}
      />
      <p className="mb-4 text-sm text-muted">
        {t.rich("recipients.readOnly", { name: () => <OwnerLink owner={recipient.owner} /> })}
      </p>
      <RecipientView
        recipient={recipient}
        timeline={{ list: { path, asked: { search: "" }, place, anchor: "history" }, page }}
        whyNot={<RecipientWhyNot {...{ user, recipient, path, query }} />}
        scope="all"
        timeZone={user.timeZone}
      />
    </>
  );
}
