import { setTimeout as sleep } from "node:timers/promises";
import { hashPassword } from "@/lib/auth/password";
import { connect, type Database } from "@/lib/db";
import { sendingSettings, startChild, type Child } from "@/scripts/bench/child";
import { mailsOf, refuseIncomplete } from "@/scripts/bench/complete";
import { makeDueMailing } from "@/scripts/bench/due-mailing";
import { median, rounded } from "@/scripts/bench/figures";
import { course, watchMemory } from "@/scripts/bench/memory";
import type { ScratchServer } from "@/scripts/bench/scratch-server";
import type { Sink, SinkRecord } from "@/scripts/bench/start-sink";
import { visitRepeatedly, type Visit } from "@/scripts/bench/visitor";
import { freePort } from "@/scripts/embedded/free-port";

const RECIPIENTS = 1_000_000;
const READY_WITHIN_MS = 300_000;
const DONE_WITHIN_MS = 1_800_000;
const PASSWORD = "a password of the benchmark";

/** A million through `npm start`: planned and sent by the built-in scheduler while somebody looks at a page. */
export async function benchMillion(server: ScratchServer, sink: Sink) {
  const databaseUrl = await server.freshDatabase();
  const db = connect(databaseUrl, 3);
  const port = await freePort(undefined);
  const application = startChild("start", {
    ...sendingSettings(databaseUrl, sink.url),
    PORT: String(port),
    APP_URL: `http://127.0.0.1:${port}`,
    TRUSTED_PROXIES: "0",
  });
  try {
    await sink.begin(0);
    await Promise.race([answering(`http://127.0.0.1:${port}/api/health`), endedEarly(application)]);
    const { ownerId } = await makeDueMailing(db, RECIPIENTS);
    const { email } = await db.user.update({
      where: { id: ownerId },
      data: { passwordHash: await hashPassword(PASSWORD), emailVerifiedAt: new Date() },
      select: { email: true },
    });
    const visitor = await visitRepeatedly(`http://127.0.0.1:${port}`, "/mailings", {
      email,
      password: PASSWORD,
    });
    const memory = watchMemory(application.pid);
    const attempt = await Promise.race([closedAttempt(db), endedEarly(application)]);
    await Promise.all([visitor.stop(), memory.stop()]);
    const record = await sink.record();
    await refuseIncomplete(db, record, RECIPIENTS);
    const begun = attempt.createdAt.getTime();
    const planned = attempt.plannedAt?.getTime() ?? begun;
    const last = record.takings.at(-1)?.at ?? planned;
    return {
      recipients: RECIPIENTS,
      planning: {
        seconds: rounded((planned - begun) / 1_000),
        megabytes: course(memory.samples, begun, planned),
        page: pages(visitor.visits, begun, planned),
      },
      sending: {
        seconds: rounded((last - planned) / 1_000),
        ...rates(record),
        megabytes: course(memory.samples, planned, last),
        page: pages(visitor.visits, planned, last),
      },
    };
  } finally {
    application.kill();
    await application.ended;
    await db.$disconnect();
  }
}

async function closedAttempt(db: Database) {
  const deadline = Date.now() + DONE_WITHIN_MS;
  while (Date.now() < deadline) {
    const attempt = await db.attempt.findFirst({
      where: { closedAt: { not: null } },
      select: { createdAt: true, plannedAt: true },
    });
    if (attempt !== null) return attempt;
    await sleep(1_000);
  }
  throw new Error("the million did not go out in half an hour");
}

async function answering(address: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    try {
      const answer = await fetch(address);
      await answer.text();
      if (answer.ok) return;
    } catch (error) {
      // What fetch throws while nobody listens.
      if (!(error instanceof TypeError)) throw error;
    }
    await sleep(500);
  }
  throw new Error("the application did not get ready in five minutes");
}

async function endedEarly(application: Child): Promise<never> {
  const { code, stderr } = await application.ended;
  throw new Error(`the application ended with ${code}: ${stderr}`);
}

/** Mails a second over the first and the last tenth of the requests. */
function rates(record: SinkRecord) {
  const { takings } = record;
  const tenth = Math.floor(takings.length / 10);
  const rate = (part: SinkRecord["takings"]) => {
    const [first, last] = [part[0]?.at ?? 0, part.at(-1)?.at ?? 0];
    return rounded(mailsOf({ takings: part.slice(1), refusals: [] }) / ((last - first) / 1_000));
  };
  const [start, end] = [rate(takings.slice(0, tenth)), rate(takings.slice(-tenth))];
  return { mailsPerSecond: rate(takings), start, end, endToStart: rounded(end / start) };
}

function pages(visits: readonly Visit[], from: number, to: number) {
  const within = visits.filter(({ at }) => at >= from && at <= to);
  const times = within.map(({ took }) => took);
  return {
    asked: within.length,
    answered: within.filter(({ status }) => status === 200).length,
    medianMs: median(times),
    slowestMs: Math.max(...times),
  };
}
