import type { ComponentProps, ReactNode } from "react";
import { SomeMessages } from "@/components/frame/some-messages";
import type { Locale } from "@/lib/i18n/routing";

const everywhere: ComponentProps<typeof SomeMessages>["names"] = [
  ...(["account", "errors", "faults", "forms", "navigation", "progress"] as const),
  ...(["refusals", "start", "statuses", "theme", "views"] as const),
];

/** The parts of the catalogue that every page carries. */
export function ClientMessages({ locale, children }: { locale: Locale; children: ReactNode }) {
  return (
    <SomeMessages locale={locale} names={everywhere}>
      {children}
    </SomeMessages>
  );
}
