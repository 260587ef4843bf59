import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useShownValue } from "@/components/fields/use-shown-value";
import { PagesLinks } from "@/components/lists/pages-links";
import { RecipientState } from "@/components/recipients/recipient-state";
import { Fact, FactDetail, Facts } from "@/components/ui/facts";
import { Instant } from "@/components/ui/instant";
import { Link } from "@/components/ui/link";
import { PageHeading, SectionHeading } from "@/components/ui/page-heading";
import { WHY_NOT } from "@/components/timeline/why-not-section";
import { Timeline } from "@/components/timeline/timeline";
import { shownEmail } from "@/lib/email-address";
import { fieldTitle } from "@/lib/fields/schema";
import type { AskedList } from "@/lib/paging/address";
import type { KeysetPage } from "@/lib/paging/keyset-page";
import type { RecipientDetail } from "@/lib/recipients/detail";
import type { TimelineEntry } from "@/lib/timeline/timeline";
import type { Scope } from "@/lib/users/scope";

interface RecipientViewProps {
  recipient: RecipientDetail;
  timeline: { list: AskedList; page: KeysetPage<TimelineEntry> };
  /** Below the history. */
  whyNot: ReactNode;
  scope: Scope;
  timeZone: string;
  /** What its owner may do to it. */
  actions?: ReactNode;
  /** Beside the suppression. */
  lift?: ReactNode;
}

/** A recipient, and all that concerned them: for the owner and, without controls, for who watches over everybody's. */
export function RecipientView(props: RecipientViewProps) {
  const { recipient, timeline, whyNot, scope, timeZone, actions, lift } = props;
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
      <History email={recipient.email} timeZone={timeZone} {...timeline} />
      {whyNot}
    </>
  );
}

interface HistoryProps {
  list: AskedList;
  page: KeysetPage<TimelineEntry>;
  email: string;
  timeZone: string;
}

function History({ list, page, email, timeZone }: HistoryProps) {
  const t = useTranslations();
  const hasAutomated = page.rows.some(
    (entry) => entry.kind === "occurrence" && entry.news.some(({ automated }) => automated),
  );
  const isUntouched = !page.rows.some(({ kind }) => kind === "occurrence");
  return (
    <section id={list.anchor} className="mt-12 scroll-mt-6">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <SectionHeading>{t("timeline.title")}</SectionHeading>
        <a href={`#${WHY_NOT}`} className="mb-4 text-sm underline underline-offset-3">
          {t("whyNot.title")}
        </a>
      </div>
      {isUntouched && page.next === null && page.previous === null && (
        <p className="mb-4 text-muted">{t("timeline.noMailings")}</p>
      )}
      <Timeline entries={page.rows} email={email} timeZone={timeZone} />
      {hasAutomated && <p className="mt-3 text-xs text-muted">{t("timeline.automatedMeans")}</p>}
      <div className="mt-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="text-xs text-muted">{t("lists.timesIn", { zone: timeZone })}</p>
        <PagesLinks list={list} page={page} />
      </div>
    </section>
  );
}

function RecipientFacts({
  recipient: { suppression, lists, fields, known, comment, createdAt },
  scope,
  timeZone,
  lift,
}: Omit<RecipientViewProps, "timeline" | "whyNot" | "actions">) {
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
        <FieldList fields={fields} known={known} />
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

function FieldList({ fields, known }: Pick<RecipientDetail, "fields" | "known">) {
  const shown = useShownValue();
  return fields.map(({ name, value }) => {
    const field = known.find((one) => one.name === name) ?? { name, label: "", type: "text" as const };
    return (
      <span key={name} className="block whitespace-pre-wrap">
        <span className="font-normal text-muted">{fieldTitle(field)}</span> {shown(field.type, value)}
      </span>
    );
  });
}
