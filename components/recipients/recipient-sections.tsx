import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { SectionTabs } from "@/components/ui/section-tabs";
import type { Scope } from "@/lib/users/scope";

type Section = "recipients" | "lists" | "fields" | "suppressions" | "jobs";

/** Recipients and what belongs to them, side by side. Others' suppressions are nobody's to look through. */
export function RecipientSections({ scope, here }: { scope: Scope; here: Section }) {
  const t = useTranslations("recipients");
  const path = scope === "own" ? "/recipients" : "/admin/recipients";
  const sections = [
    { name: "recipients", href: path, text: t("title") },
    { name: "lists", href: `${path}/lists`, text: t("lists") },
    ...(scope === "own"
      ? [
          { name: "fields", href: `${path}/fields`, text: t("fieldsTab") },
          { name: "suppressions", href: `${path}/suppressions`, text: t("suppressions") },
          { name: "jobs", href: `${path}/jobs`, text: t("jobs") },
        ]
      : []),
  ];
  return (
    <SectionTabs label={t("sections")}>
      {sections.map(({ name, href, text }) => (
        <Link key={name} href={href} aria-current={name === here ? "page" : undefined}>
          {text}
        </Link>
      ))}
    </SectionTabs>
  );
}
