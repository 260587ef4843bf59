import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { starterNames } from "@/lib/messages/schema";

/** What a message may begin with. */
export function StarterChoice() {
  const t = useTranslations("messages.choose");
  const choices = [
    ...starterNames.map((name) => ({ name, title: t(`starters.${name}`), text: t(`starterTexts.${name}`) })),
    { name: "visual", title: t("visual"), text: t("visualText") },
    { name: "blank", title: t("blank"), text: t("blankText") },
    { name: "html", title: t("html"), text: t("htmlText") },
  ];
  return (
    <>
      <p className="mt-3 mb-8 text-muted">{t("text")}</p>
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {choices.map(({ name, title, text }) => (
          <li key={name}>
            <Link
              href={`/messages/new?begin=${name}`}
              className="flex h-full flex-col gap-2 rounded-xl border border-border bg-surface p-5 shadow-surface hover:border-accent"
            >
              <span className="font-display text-lg font-semibold">{title}</span>
              <span className="text-sm text-muted">{text}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
