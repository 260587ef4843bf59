import { useFormatter, useTranslations } from "next-intl";
import { useAboutNumber } from "@/components/lists/use-about-number";
import { Link } from "@/components/ui/link";
import type { DraftForecast } from "@/lib/mailings/draft-forecast";
import type { MailingFields } from "@/lib/mailings/schema";

const reasons = ["unsubscribed", "bounced", "complained", "manual"] as const;

interface AudienceSumProps {
  audience: DraftForecast["audience"];
  isEstimate: boolean;
  /** The list of exactly those who are chosen; null where no page lists just them. */
  rows: string | null;
}

/** How those who receive it follow from those who are chosen, a line for each step. */
export function AudienceSum({ audience, isEstimate, rows }: AudienceSumProps) {
  const t = useTranslations("mailingForm.forecast.sum");
  const format = useFormatter();
  const aboutNumber = useAboutNumber();
  const number = (count: number) =>
    isEstimate ? t("about", { about: aboutNumber(count) }) : format.number(count);
  const taken = (count: number) =>
    isEstimate ? t("takenAbout", { about: aboutNumber(count) }) : t("taken", { count });
  const { chosen, duplicates, excluded, suppressed, gotBefore, receive } = audience;
  const steps = [
    { words: t("duplicates"), count: duplicates, href: null },
    { words: t("excluded"), count: excluded, href: null },
    ...reasons.map((reason) => ({
      words: t(`reasons.${reason}`),
      count: suppressed[reason],
      href: rows && `${rows}${rows.includes("?") ? "&" : "?"}suppressed=${reason}`,
    })),
    { words: t("gotBefore"), count: gotBefore, href: null },
  ].filter(({ count }) => count > 0);
  const lines = [{ words: t("chosen"), count: chosen + duplicates, href: rows }, ...steps];
  return (
    <dl className="mt-3 grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-sm">
      {lines.map(({ words, count, href }, nth) => (
        <div key={words} className="contents text-muted">
          <dt>{words}</dt>
          <dd className="text-end tabular-nums">
            <Figure href={href}>{nth === 0 ? number(count) : taken(count)}</Figure>
          </dd>
        </div>
      ))}
      <dt className="border-t border-separator pt-1 font-medium">{t("receive")}</dt>
      <dd className="border-t border-separator pt-1 text-end font-medium tabular-nums">{number(receive)}</dd>
    </dl>
  );
}

/** In a tab of its own: the form stays as it is. */
function Figure({ href, children }: { href: string | null; children: string }) {
  if (href === null) return children;
  return (
    <Link
      href={href}
      target="_blank"
      className="underline decoration-border underline-offset-3 hover:decoration-current"
    >
      {children}
    </Link>
  );
}

/**
 * Where exactly those are listed who are chosen in a form: all recipients, or a list that is chosen alone. Null for
 * others, and where lists are left out.
 */
export function chosenRows({ audience, listIds, recipientIds, exceptListIds }: MailingFields): string | null {
  const [lists, single, left] = [listIds, recipientIds, exceptListIds].map((ids) => [ids ?? []].flat());
  if (left === undefined || left.length > 0) return null;
  if (audience === "everybody") return "/recipients";
  const [list] = lists ?? [];
  return list !== undefined && lists?.length === 1 && single?.length === 0
    ? `/recipients?list=${list}`
    : null;
}
