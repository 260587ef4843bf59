import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Selection } from "@/components/lists/selection";
import { useAboutNumber } from "@/components/lists/use-about-number";
import { listHref, type AskedList } from "@/lib/paging/address";
import type { RecipientsPage } from "@/lib/recipients/queries";
import { MOST_TICKED } from "@/lib/recipients/schema";

interface TickableRowsProps {
  list: AskedList;
  /** How many the list's filter finds, and which. */
  found: Pick<RecipientsPage, "rows" | "total" | "isEstimate" | "fingerprint">;
  /** Whether the list is narrowed by anything. */
  isNarrowed: boolean;
  actions: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

/** A Selection of recipients in the reader's language. */
export function TickableRows({ list, found, isNarrowed, actions, aside, children }: TickableRowsProps) {
  const t = useTranslations("lists");
  const about = useAboutNumber();
  const { rows, total, isEstimate, fingerprint } = found;
  const words = isNarrowed
    ? (["tickMatching", "tickMatchingAbout"] as const)
    : (["tickEverything", "tickEverythingAbout"] as const);
  const everything = total !== null &&
    fingerprint !== null && {
      ...{ total, isEstimate, fingerprint },
      label: isEstimate ? t(words[1], { about: about(total) }) : t(words[0], { total }),
    };
  return (
    <Selection
      // Another order is the same list.
      list={listHref(list, { sort: "" })}
      rowIds={rows.map(({ id }) => id)}
      allLabel={t("tickAll")}
      selectedLabel={t("ticked")}
      selectedAboutLabel={t("tickedAbout")}
      clearLabel={t("tickNone")}
      most={MOST_TICKED}
      tooMany={t("tickTooMany", { most: MOST_TICKED })}
      everything={everything || undefined}
      actions={actions}
      aside={aside}
    >
      {children}
    </Selection>
  );
}
