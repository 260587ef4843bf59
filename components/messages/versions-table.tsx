import { useTranslations } from "next-intl";
import { RowLink, Table, TableBody, TableCell, TableHead, TableRow } from "@/components/lists/table";
import { Instant } from "@/components/ui/instant";
import { withFallbacks } from "@/lib/messages/merge-fields";
import type { MessageHistory } from "@/lib/messages/version-queries";

interface VersionsTableProps extends MessageHistory {
  messageId: string;
  timeZone: string;
  /** The one whose email is below. */
  shown: string;
}

/** What a message is and was, the newest first. */
export function VersionsTable({ messageId, current, versions, timeZone, shown }: VersionsTableProps) {
  const t = useTranslations("messages.versions");
  const messages = useTranslations("messages");
  return (
    <Table caption={t("title")}>
      <TableHead columns={[messages("message"), t("when"), t("by")]} />
      <TableBody>
        <TableRow>
          <TableCell className="one-line md:w-[55%]">
            <RowLink href={`/messages/${messageId}`}>{withFallbacks(current.subject)}</RowLink>
            <span className="cell-detail">{t("now")}</span>
          </TableCell>
          <Saved at={current.savedAt} by={current.savedBy} timeZone={timeZone} />
        </TableRow>
        {versions.map((version) => (
          <TableRow key={version.id}>
            <TableCell className="one-line md:w-[55%]">
              <RowLink href={`/messages/${messageId}/versions?version=${version.id}#version`}>
                {withFallbacks(version.subject)}
              </RowLink>
              <span className="cell-detail empty:hidden">
                {[version.isSetAside && t("setAside"), version.id === shown && t("shown")]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </TableCell>
            <Saved at={version.savedAt} by={version.savedBy} timeZone={timeZone} />
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Saved({ at, by, timeZone }: { at: Date; by: string | null; timeZone: string }) {
  const t = useTranslations("messages.versions");
  return (
    <>
      <TableCell label={t("when")}>
        <Instant at={at} timeZone={timeZone} />
      </TableCell>
      <TableCell label={t("by")}>{by ?? t("unknown")}</TableCell>
    </>
  );
}
