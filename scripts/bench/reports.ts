import { cpus } from "node:os";
import { connect, type Database } from "@/lib/db";
import { forgetEnv } from "@/lib/env";
import { START } from "@/lib/paging/address";
import { END } from "@/lib/paging/keyset-page";
import { daysBefore, daysOfPeriod, type Days } from "@/lib/reports/days";
import { reportedDeliveries } from "@/lib/reports/deliveries";
import { growth } from "@/lib/reports/growth";
import { deliveryOutcomes } from "@/lib/reports/outcomes";
import { report, reportByMailing } from "@/lib/reports/queries";
import { reportByDomain, reportByHour, reportByLink } from "@/lib/reports/receiving";
import type { Actor } from "@/lib/users/policy";
import type { Scope } from "@/lib/users/scope";
import { sendingSettings } from "@/scripts/bench/child";
import { percentile, rounded } from "@/scripts/bench/figures";
import { fillReports } from "@/scripts/bench/reports-fill";
import { startScratchServer } from "@/scripts/bench/scratch-server";
import { readArguments, runCommand, UsageError } from "@/scripts/command-line";
import { ensureClient } from "@/scripts/database/client";
import { deployMigrations } from "@/scripts/database/migrations";

/** Each page is read so often; the first time warms the cache of PostgreSQL and does not count. */
const ROUNDS = 6;

/**
 * npm run bench:reports [-- --deliveries N] [--database URL]: what the pages of reports ask, over a million deliveries with two
 * million events, on an embedded server or an empty database of another. Tells how long each page's questions took together.
 */
await runCommand(async () => {
  const { values } = readArguments({
    options: { deliveries: { type: "string" }, database: { type: "string" } },
  });
  const deliveries = Number(values.deliveries ?? "1000000");
  if (!Number.isInteger(deliveries) || deliveries < 1_000)
    throw new UsageError("--deliveries takes a number from 1000.");
  await ensureClient();
  const server = values.database === undefined ? await startScratchServer() : null;
  try {
    const url = values.database ?? (await server?.freshDatabase()) ?? "";
    await deployMigrations(url);
    // As many connections as the application has.
    const db = connect(url, 10);
    try {
      Object.assign(process.env, sendingSettings(url, "http://127.0.0.1:9"), { CACHE_ENABLED: "off" });
      forgetEnv();
      Object.assign(globalThis, { posthornDatabase: db });
      const ownerId = await fillReports(db, deliveries);
      await measure(db, ownerId, deliveries);
    } finally {
      await db.$disconnect();
    }
  } finally {
    await server?.stop();
  }
});

async function measure(db: Database, ownerId: string, deliveries: number): Promise<void> {
  const events = await db.providerEvent.count();
  const all: number[] = [];
  const readers = [
    { scope: "own", actor: { id: ownerId, role: "user" } },
    { scope: "all", actor: { id: ownerId, role: "manager" } },
  ] as const;
  for (const { scope, actor } of readers) {
    for (const [name, ask] of Object.entries(pages(actor, scope))) {
      const took: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const begun = performance.now();
        await ask();
        if (round > 0) took.push(performance.now() - begun);
      }
      all.push(...took);
      console.log(`${`${name}, ${scope}`.padEnd(44)} ${rounded(Math.max(...took))} ms at most`);
    }
  }
  const machine = `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}`;
  const [half, most] = [percentile(all, 0.5), percentile(all, 0.95)].map(rounded);
  console.log(
    JSON.stringify({ deliveries, events, pages: all.length, medianMs: half, percentile95Ms: most, machine }),
  );
}

/** What each page asks the database, all of it at once as the pages do. */
function pages(actor: Actor, scope: Scope): Record<string, () => Promise<unknown>> {
  const days = (period: "week" | "month" | "year") => daysOfPeriod(period, new Date(), "Europe/Berlin");
  const parts = {
    summary: (of: Days) => Promise.all([report(actor, scope, of), report(actor, scope, daysBefore(of))]),
    mailings: (of: Days) => reportByMailing(actor, scope, of),
    domains: (of: Days) => reportByDomain(actor, scope, of),
    reading: (of: Days) => Promise.all([reportByLink(actor, scope, of), reportByHour(actor, scope, of)]),
    growth: (of: Days) => growth(actor, scope, of),
  };
  const asked: Record<string, () => Promise<unknown>> = {};
  for (const [name, ask] of Object.entries(parts))
    for (const period of ["week", "month", "year"] as const)
      asked[`${name}, ${period}`] = () => ask(days(period));
  const filter = { days: days("month"), search: "", mailing: "", domain: "", link: "", hour: null };
  for (const outcome of deliveryOutcomes)
    for (const [where, place] of Object.entries({ first: START, last: { after: "", before: END } }))
      asked[`${outcome}, ${where} page`] = () =>
        reportedDeliveries(actor, scope, { ...filter, outcome }, place);
  asked["bounced at a domain"] = () =>
    reportedDeliveries(actor, scope, { ...filter, outcome: "bounced", domain: "gmail.com" }, START);
  asked["clicked one link"] = () =>
    reportedDeliveries(actor, scope, { ...filter, outcome: "clicked", link: "https://news.test/3" }, START);
  return asked;
}
