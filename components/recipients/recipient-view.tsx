import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EmptyMessage } from "@/components/lists/empty-message";
import { PagesLinks } from "@/components/lists/pages-links";
import { RecipientState } from "@/components/recipients/recipient-state";
import { SentTable } from "@/components/recipients/sent-table";
import { Fact, FactDetail, Facts } from "@/components/ui/facts";
import { Instant } from "@/components/ui/instant";
import { Link } from "@/components/ui/link";
import { PageHeading, SectionHeading } from "@/components/ui/page-heading";
import { shownEmail } from "@/lib/email-address";
import type { AskedList } from "@/lib/paging/address";
import type { KeysetPage } from "@/lib/paging/keyset-page";
import type { RecipientDetail, SentRow } from "@/lib/recipients/detail";
import type { Scope } from "@/lib/users/scope";

interface RecipientViewProps {
  recipient: RecipientDetail;
  sent: { list: AskedList; page: KeysetPage<SentRow> };
  scope: Scope;
  timeZone: string;
  /** What its owner may do to it. */
  actions?: ReactNode;
  /** Beside the suppression. */
  lift?: ReactNode;
}

/** A recipient, and all that they were sent: for the owner and, without controls, for who watches over everybody's. */
export function RecipientView({ recipient, sent, scope, timeZone, actions, lift }: RecipientViewProps) {
  const t = useTranslations("recipients");
  return (
    <>
      <div className="mb-8 flex flex-wrap items-start justify-between gap-4">
        <div>
          <PageHeading>{shownEmail(recipient.email)}</PageHeading>
          {recipient.name !== "" && (
            <p className="mt-1 text-lg text-muted [overflow-wrap:anywhere]">{recipient.name}</p>
          )}
        </div>
        {actions && <div className="flex flex-wrap gap-3">{actions}</div>}
      </div>
      <RecipientFacts recipient={recipient} scope={scope} timeZone={timeZone} lift={lift} />
      <section className="mt-12">
        <SectionHeading>{t("sentTitle")}</SectionHeading>
        {sent.page.rows.length > 0 ? (
          <>
            <SentTable rows={sent.page.rows} timeZone={timeZone} />
            <div className="mt-3 flex justify-end">
              <PagesLinks list={sent.list} page={sent.page} />
            </div>
          </>
        ) : (
          <EmptyMessage>{t("sentNone")}</EmptyMessage>
        )}
      </section>
    </>
  );
}

function RecipientFacts({
  recipient: { suppression, lists, fields, comment, createdAt },
  scope,
  timeZone,
  lift,
}: Omit<RecipientViewProps, "sent" | "actions">) {
  const t = useTranslations("recipients");
  const path = scope === "own" ? "/recipients/lists" : "/admin/recipients/lists";
  return (
    <Facts>
      <Fact term={t("state")}>
        <RecipientState suppressed={suppression?.reason ?? null} />
        {suppression !== null && (
          <>
            <FactDetail>
              {t.rich("suppressedSince", {
                at: () => <Instant at={suppression.at} timeZone={timeZone} />,
              })}{" "}
              {suppression.note}
            </FactDetail>
            {lift && <span className="mt-2 block">{lift}</span>}
          </>
        )}
      </Fact>
      <Fact term={t("inLists")}>
        {lists.length === 0 && <span className="font-normal text-muted">{t("noLists")}</span>}
        {lists.map((list) => (
          <Link
            key={list.id}
            href={`${path}/${list.id}`}
            className="block underline decoration-border underline-offset-3 hover:decoration-current"
          >
            {list.name}
          </Link>
        ))}
      </Fact>
      <Fact term={t("added")}>
        <Instant at={createdAt} timeZone={timeZone} />
      </Fact>
      <Fact term={t("fields")}>
        {fields.length === 0 && <span className="font-normal text-muted">{t("noFields")}</span>}
        {fields.map(({ name, value }) => (
          <span key={name} className="block whitespace-pre-wrap">
            <span className="font-normal text-muted">{name}</span> {value}
          </span>
        ))}
      </Fact>
      <Fact term={t("comment")}>
        {comment === "" ? (
          <span className="font-normal text-muted">{t("noComment")}</span>
        ) : (
          <span className="font-normal whitespace-pre-wrap">{comment}</span>
        )}
      </Fact>
    </Facts>
  );
}
