import { getTranslations } from "next-intl/server";
import { AttemptsTable } from "@/components/attempts/attempts-table";
import { EmptyMessage } from "@/components/lists/empty-message";
import { PagesLinks } from "@/components/lists/pages-links";
import { attemptsOf } from "@/lib/attempts/queries";
import type { MailingDetail } from "@/lib/mailings/queries";

/** They are waited for by themselves: whether there is such a mailing is decided before anything is sent. */
export async function MailingAttempts({ mailing, after }: { mailing: MailingDetail; after: string }) {
  const [t, lists] = await Promise.all([getTranslations("mailing"), getTranslations("lists")]);
  const path = `/mailings/${mailing.id}`;
  const { timeZone } = mailing;
  const { rows, next } = await attemptsOf(mailing.id, after === "" ? null : after);
  return (
    <>
      {rows.length > 0 ? (
        <>
          <AttemptsTable rows={rows} timeZone={timeZone} />
          <p className="mt-3 text-xs text-muted">{lists("timesIn", { zone: timeZone })}</p>
        </>
      ) : (
        <EmptyMessage>{t("noAttempts")}</EmptyMessage>
      )}
      <PagesLinks list={{ path, asked: { search: "" }, place: { after, before: "" } }} page={{ next }} />
    </>
  );
}
