"use client";

import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import type { ConcernedMailings as Concerned } from "@/lib/recipients/mailings-of";

const NONE = { recipients: "concernsNone", list: "listConcernsNone" } as const;
const SOME = { recipients: "concerns", list: "listConcerns" } as const;

/** The mailings that a deletion concerns, by name. */
export function ConcernedMailings({
  concerned: { mailings, total },
  kind,
}: {
  concerned: Concerned;
  kind: "recipients" | "list";
}) {
  const t = useTranslations("recipientForms");
  return (
    <div className="text-sm">
      <p>{total === 0 ? t(NONE[kind]) : t(SOME[kind], { total })}</p>
      {total > 0 && (
        <ul className="mt-1 list-disc ps-5 [overflow-wrap:anywhere]">
          {mailings.map(({ id, name, leavesOut }) => {
            const mailing = () => (
              <Link href={`/mailings/${id}`} className="underline underline-offset-3">
                {name}
              </Link>
            );
            if (kind === "recipients") return <li key={id}>{mailing()}</li>;
            return <li key={id}>{t.rich(leavesOut ? "listLeaveOut" : "listReach", { mailing })}</li>;
          })}
          {total > mailings.length && <li>{t("concernsMore", { count: total - mailings.length })}</li>}
        </ul>
      )}
    </div>
  );
}
