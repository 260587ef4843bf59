import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Selection } from "@/components/lists/selection";
import type { RecipientsPage } from "@/lib/recipients/queries";
import { MOST_AT_ONCE } from "@/lib/recipients/schema";

interface TickableRowsProps {
  /** How many the list's filter finds, and which. */
  found: Pick<RecipientsPage, "total" | "fingerprint">;
  /** Whether the list is narrowed by anything. */
  isNarrowed: boolean;
  actions: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

/** A Selection of recipients in the reader's language. */
export function TickableRows({ found, isNarrowed, actions, aside, children }: TickableRowsProps) {
  const t = useTranslations("lists");
  const { total, fingerprint } = found;
  const everything = total !== null &&
    fingerprint !== null && {
      ...{ total, fingerprint },
      label: t(isNarrowed ? "tickMatching" : "tickEverything", { total }),
      tooMany: total > MOST_AT_ONCE ? t("tickTooMany", { most: MOST_AT_ONCE }) : null,
    };
  return (
    <Selection
      allLabel={t("tickAll")}
      selectedLabel={t("ticked")}
      clearLabel={t("tickNone")}
      everything={everything || undefined}
      actions={actions}
      aside={aside}
    >
      {children}
    </Selection>
  );
}
