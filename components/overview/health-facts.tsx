import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useZonedText } from "@/components/ui/instant";
import { StatusChip, type Tone } from "@/components/ui/status-chip";
import type { Health } from "@/lib/health/queries";

/** How Posthorn itself is, with a word on what to do where it is not well. */
export function HealthFacts({ health, timeZone }: { health: Health; timeZone: string }) {
  const t = useTranslations("overview.health");
  const written = useZonedText(timeZone);
  const { scheduler, halt, provider, redis } = health;
  return (
    <dl className="grid gap-px overflow-hidden rounded-2xl border border-border bg-surface shadow-surface sm:grid-cols-2 lg:grid-cols-[repeat(auto-fit,minmax(11rem,1fr))]">
      <Fact term={t("database")} tone="good" state={t("answers")}>
        {t("postgres", { version: health.database.version })}
      </Fact>
      <Fact
        term={t("scheduler")}
        tone={scheduler.ticks ? "good" : "bad"}
        state={t(scheduler.ticks ? "ticks" : "silent")}
      >
        <LastTick minutes={scheduler.minutesAgo} />
      </Fact>
      <Fact term={t("sending")} tone={halt === null ? "good" : "bad"} state={t(halt?.kind ?? "open")}>
        {halt?.answer}
        {halt?.nextProbeAt && (
          <span className="block">
            {t("nextLook")} {written(halt.nextProbeAt)}
          </span>
        )}
      </Fact>
      <Fact
        term={t("provider")}
        tone={provider === "good" ? "good" : "bad"}
        state={t(providerStates[provider])}
      >
        {provider === "key_refused" && t("keyRefused")}
      </Fact>
      <Fact
        term={t("redis")}
        tone={redis === "good" ? "good" : redis === "none" ? "neutral" : "bad"}
        state={t(redis === "good" ? "answers" : redis === "none" ? "notUsed" : "silent")}
      >
        {redis === "silent" && t("redisSilent")}
      </Fact>
    </dl>
  );
}

function LastTick({ minutes }: { minutes: number | null }) {
  const t = useTranslations("overview.health");
  if (minutes === null) return t("neverTicked");
  return minutes < 1 ? t("justNow") : t("lastTick", { minutes: Math.floor(minutes) });
}

interface FactProps {
  term: string;
  tone: Tone;
  state: string;
  children: ReactNode;
}

function Fact({ term, tone, state, children }: FactProps) {
  return (
    <div className="p-4 shadow-[0_0_0_1px_var(--separator)] sm:p-5">
      <dt className="text-sm text-muted">{term}</dt>
      <dd className="mt-2">
        <StatusChip tone={tone}>{state}</StatusChip>
        <span className="mt-2 block text-sm text-muted [overflow-wrap:anywhere] empty:hidden">
          {children}
        </span>
      </dd>
    </div>
  );
}

const providerStates = {
  good: "answers",
  key_refused: "refuses",
  troubled: "troubled",
  silent: "silent",
} as const satisfies Record<Health["provider"], string>;
