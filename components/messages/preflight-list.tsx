import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Finding } from "@/lib/messages/preflight";

interface PreflightListProps {
  findings: readonly Finding[];
  /** Leads to where one can be mended; null where nothing is written. */
  show: ((finding: Finding) => void) | null;
}

/** What to see to before a message is sent, the worst first. */
export function PreflightList({ findings, show }: PreflightListProps) {
  const t = useTranslations("messages.preflight");
  if (findings.length === 0)
    return (
      <p role="status" className="flex gap-2 text-sm text-muted">
        <CircleCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-success" />
        {t("none")}
      </p>
    );
  const isWrong = findings.some(({ level }) => level === "wrong");
  return (
    <details
      open={isWrong}
      className="rounded-xl border border-border bg-surface px-4 py-3 text-sm shadow-surface"
    >
      <summary className="cursor-pointer font-medium">{t("count", { count: findings.length })}</summary>
      <ul aria-label={t("title")} className="mt-3 flex flex-col gap-2.5">
        {findings.map((finding) => (
          <li
            key={`${finding.code} ${JSON.stringify(finding.values)} ${finding.place ?? ""}`}
            className="flex gap-2"
          >
            <FindingIcon level={finding.level} />
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              {t(`findings.${finding.code}`, finding.values)}{" "}
              {show !== null && finding.place !== null && (
                <button
                  type="button"
                  onClick={() => show(finding)}
                  className="font-medium whitespace-nowrap text-accent underline underline-offset-3"
                >
                  {t("goTo")}
                </button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function FindingIcon({ level }: Pick<Finding, "level">) {
  const look = "mt-0.5 size-4 shrink-0";
  return level === "wrong" ? (
    <CircleX aria-hidden="true" className={`${look} text-danger`} />
  ) : (
    <TriangleAlert aria-hidden="true" className={`${look} text-warning`} />
  );
}
