import { useTranslations } from "next-intl";

/** First stop of the keyboard: past the header. */
export function SkipLink() {
  const t = useTranslations("frame");
  return (
    <a
      href="#content"
      className="absolute -top-12 left-4 z-50 rounded-md bg-accent px-3 py-2 text-accent-foreground focus:top-3"
    >
      {t("skip")}
    </a>
  );
}
