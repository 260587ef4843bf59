import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Selection } from "@/components/lists/selection";

interface TickableRowsProps {
  actions: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

/** A Selection in the reader's language. */
export function TickableRows({ actions, aside, children }: TickableRowsProps) {
  const t = useTranslations("lists");
  return (
    <Selection
      allLabel={t("tickAll")}
      selectedLabel={t("ticked")}
      clearLabel={t("tickNone")}
      actions={actions}
      aside={aside}
    >
      {children}
    </Selection>
  );
}
