import { useFormatter, useTranslations } from "next-intl";
import { articleTones } from "@/components/posts/article-states";
import { Instant } from "@/components/ui/instant";
import { StatusChip } from "@/components/ui/status-chip";
import { RowLink, Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import { knownLocale } from "@/lib/i18n/routing";
import type { ArticleRow } from "@/lib/posts/queries";

/** The articles that somebody may change. */
export function ArticlesTable({ rows, timeZone }: { rows: ArticleRow[]; timeZone: string }) {
  const t = useTranslations("articles");
  const format = useFormatter();
  return (
    <Table caption={t("title")}>
      <TableHead columns={[t("article"), t("state"), t("date"), t("language"), t("views")]} />
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id}>
            <TableCell className="one-line md:w-[48%]">
              <RowLink href={`/posts/${row.id}`} lang={row.language}>
                {row.title}
              </RowLink>
              <span className="cell-detail">{row.author}</span>
            </TableCell>
            <TableCell>
              <StatusChip tone={articleTones[row.state]}>{t(`states.${row.state}`)}</StatusChip>
            </TableCell>
            <TableCell label={t("date")}>
              {row.publishedAt === null || row.state === "draft" ? (
                <span className="text-muted">{t("noDate")}</span>
              ) : (
                <Instant at={row.publishedAt} timeZone={timeZone} />
              )}
            </TableCell>
            <TableCell label={t("language")}>{t(`languages.${knownLocale(row.language)}`)}</TableCell>
            <TableCell label={t("views")} className="tabular-nums">
              {format.number(row.views)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
