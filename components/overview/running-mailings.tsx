"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { z } from "zod/mini";
import { HeldText } from "@/components/mailings/held-text";
import { ProgressTrack } from "@/components/mailings/progress-track";
import { openAttempt } from "@/components/mailings/use-progress";
import { Link } from "@/components/ui/link";
import { SectionHeading } from "@/components/ui/page-heading";
import { usePolled } from "@/components/ui/use-polled";
import type { Running, RunningMailing } from "@/lib/overview/running";

const answer = z.object({
  version: z.string(),
  rows: z.array(
    z.object({
      mailingId: z.string(),
      name: z.string(),
      owner: z.nullable(z.string()),
      held: z.boolean(),
      attempt: openAttempt,
    }),
  ),
  total: z.int(),
});
const parse = (body: unknown): Running => answer.parse(body);
const isSending = ({ total }: Running): boolean => total > 0;

interface RunningMailingsProps {
  initial: Running;
  /** What stands here while nothing goes out. */
  idle: ReactNode;
}

/** What goes out at this moment, as it moves; and it notices by itself when something begins. */
export function RunningMailings({ initial, idle }: RunningMailingsProps) {
  const t = useTranslations("progress");
  const { value, lost } = usePolled({ address: "/api/overview/running", initial, parse, isBusy: isSending });
  const more = value.total - value.rows.length;
  return (
    <>
      {value.rows.length === 0 ? (
        idle
      ) : (
        <>
          <RunningSection title={t("title")} rows={value.rows.filter(({ held }) => !held)} />
          <RunningSection title={t("heldTitle")} rows={value.rows.filter(({ held }) => held)} />
        </>
      )}
      {more > 0 && <p className="mt-3 text-sm text-muted">{t("more", { count: more })}</p>}
      {lost && <p className="mt-3 text-sm text-danger-soft-foreground">{t("lost")}</p>}
    </>
  );
}

function RunningSection({ title, rows }: { title: string; rows: readonly RunningMailing[] }) {
  if (rows.length === 0) return null;
  return (
    <section className="[&+section]:mt-8">
      <SectionHeading>{title}</SectionHeading>
      <ul className="divide-y divide-separator rounded-2xl border border-border bg-surface shadow-surface">
        {rows.map((row) => (
          <RunningRow key={row.attempt.id} row={row} />
        ))}
      </ul>
    </section>
  );
}

function RunningRow({ row: { mailingId, name, owner, held, attempt } }: { row: RunningMailing }) {
  const t = useTranslations("progress");
  const format = useFormatter();
  return (
    <li className="p-5 sm:p-6">
      <div className="flex flex-col gap-x-6 gap-y-1 sm:flex-row sm:items-baseline sm:justify-between">
        <h3 className="min-w-0 font-semibold [overflow-wrap:anywhere]">
          <Link
            href={`/mailings/${mailingId}`}
            className="underline decoration-brass decoration-2 underline-offset-4"
          >
            {name}
          </Link>
          {owner !== null && <span className="font-normal text-muted"> {t("of", { name: owner })}</span>}
        </h3>
        <p className="text-sm text-muted tabular-nums sm:shrink-0">
          {held ? (
            <HeldText attempt={attempt} />
          ) : attempt.planning ? (
            t("planning")
          ) : (
            t("outcomes", { accepted: attempt.accepted, rejected: format.number(attempt.rejected) })
          )}
        </p>
      </div>
      <ProgressTrack attempt={attempt} held={held} label={t("barOf", { name })} size="md" />
    </li>
  );
}
