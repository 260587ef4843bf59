import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";

interface ArticleMetaProps {
  publishedAt: Date | null;
  author: string;
  /** What else stands in the line. */
  children?: ReactNode;
}

/** When and by whom. The day is that of UTC: the page is the same for everybody. */
export function ArticleMeta({ publishedAt, author, children }: ArticleMetaProps) {
  const t = useTranslations("blog");
  const format = useFormatter();
  return (
    <p className="flex flex-wrap gap-x-3 gap-y-0.5 text-sm text-muted">
      {publishedAt !== null && (
        <time dateTime={publishedAt.toISOString()} className="whitespace-nowrap">
          {format.dateTime(publishedAt, { dateStyle: "long", timeZone: "UTC" })}
        </time>
      )}
      <span className="[overflow-wrap:anywhere]">{t("by", { author })}</span>
      {children}
    </p>
  );
}
