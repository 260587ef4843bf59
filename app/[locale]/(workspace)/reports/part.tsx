import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ExportLink } from "@/components/lists/export-link";
import { SectionHeading } from "@/components/ui/page-heading";
import type { Scope } from "@/lib/users/scope";

interface PartProps {
  title: string;
  /** What its file holds, and of which days. */
  by: string;
  scope: Scope;
  period: string;
  children: ReactNode;
}

/** A table of a report under its heading, with a file of it. */
export function Part({ title, by, scope, period, children }: PartProps) {
  return (
    <section className="mt-12">
      <div className="flex flex-wrap items-start justify-between gap-x-4">
        <SectionHeading>{title}</SectionHeading>
        <ExportLink
          path="/api/reports/export"
          asked={{ scope: scope === "all" ? scope : "", period, by }}
          of={title}
        />
      </div>
      {children}
    </section>
  );
}

/** Under a table that shows the largest alone. */
export async function MostShown({ rows, most }: { rows: number; most: number }) {
  if (rows < most) return null;
  const t = await getTranslations("reports");
  return <p className="mt-3 text-xs text-muted">{t("mostShown", { count: most })}</p>;
}
