import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import {
  blockUser,
  giveRole,
  handOverThings,
  unblockUser,
} from "@/app/[locale]/(workspace)/admin/users/actions";
import { accountTones } from "@/components/admin/account-tones";
import { AuditTable } from "@/components/admin/audit-table";
import { MailingsTable } from "@/components/mailings/mailings-table";
import { UserActions } from "@/components/admin/user-actions";
import { UserFacts, UserNotices } from "@/components/admin/user-facts";
import { pageLocale } from "@/components/frame/document";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyMessage } from "@/components/lists/empty-message";
import { PageHeading, SectionHeading } from "@/components/ui/page-heading";
import { StatusChip } from "@/components/ui/status-chip";
import { Trail } from "@/components/ui/trail";
import { lastAttempts } from "@/lib/attempts/queries";
import { auditOfUser } from "@/lib/audit/queries";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { allMailings } from "@/lib/mailings/list";
import { pageHref } from "@/lib/paging/address";
import { userDetail } from "@/lib/users/people";
import { mayListUsers, mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/admin/users/[id]">;

/** Seconds, as for the cron route: after an action of this page a tick runs. */
export const maxDuration = 300;

const readPage = cache(async (locale: string, id: string) => {
  const actor = await requireAllowed(pageLocale(locale), mayListUsers);
  return { actor, user: await userDetail(actor, id) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const { user } = await readPage(locale, id);
  if (user === null) notFound();
  return { title: user.name };
}

export default async function UserPage({ params }: Props) {
  const { locale, id } = await params;
  const { actor, user } = await readPage(locale, id);
  if (user === null) notFound();
  const t = await getTranslations("admin");
  const [frame, lists] = [await getTranslations("frame"), await getTranslations("lists")];
  const history = await auditOfUser(actor, id);
  return (
    <>
      <Trail
        label={frame("trail")}
        above={[{ href: "/admin/users", text: t("sections.users") }]}
        here={user.name}
      />
      <div className="mb-8 flex flex-wrap items-center gap-x-4 gap-y-3">
        <PageHeading>{user.name}</PageHeading>
        <StatusChip tone={accountTones[user.state]}>{t(`states.${user.state}`)}</StatusChip>
        <span className="flex-1" />
        <UserActions user={user} commands={{ blockUser, giveRole, handOverThings, unblockUser }} />
      </div>
      <UserNotices user={user} timeZone={actor.timeZone} />
      <UserFacts user={user} timeZone={actor.timeZone} />
      <p className="mt-3 text-xs text-muted">{lists("timesIn", { zone: actor.timeZone })}</p>
      <Mailings actor={actor} user={user} />
      <section className="mt-12">
        <SectionHeading>{t("user.historyTitle")}</SectionHeading>
        {history.length > 0 ? (
          <AuditTable
            caption={t("user.historyTitle")}
            rows={history}
            timeZone={actor.timeZone}
            withTarget={false}
          />
        ) : (
          <EmptyMessage>{t("user.noHistory")}</EmptyMessage>
        )}
      </section>
    </>
  );
}

async function Mailings({
  actor,
  user,
}: {
  actor: SessionUser;
  user: { id: string; role: string; email: string };
}) {
  const filter = { search: "", status: null, hold: null, after: null, ownerId: user.id };
  const page = await allMailings(actor, filter);
  // Who may list people but not see what is theirs, and a role that never had any.
  if (page === null || (page.rows.length === 0 && !mayOwnMailings(user))) return null;
  const attempts = await lastAttempts(page.rows.map((row) => row.id));
  const t = await getTranslations("admin.user");
  return (
    <section className="mt-12">
      <SectionHeading>{t("mailingsTitle")}</SectionHeading>
      {page.rows.length > 0 ? (
        <MailingsTable rows={page.rows} lastAttempts={attempts} timeZone={actor.timeZone} />
      ) : (
        <EmptyMessage>{t("noMailings")}</EmptyMessage>
      )}
      {page.next !== null && (
        <ButtonLink
          href={pageHref("/admin/mailings", { search: user.email })}
          variant="outline"
          className="mt-5"
        >
          {t("allMailings")}
        </ButtonLink>
      )}
    </section>
  );
}
