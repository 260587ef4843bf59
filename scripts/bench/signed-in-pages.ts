import { answerOf } from "@/scripts/bench/answer";
import { median, rounded } from "@/scripts/bench/figures";
import { loadPage, type Load } from "@/scripts/bench/load";
import { processorTime } from "@/scripts/bench/processor-time";
import { signIn } from "@/scripts/bench/visitor";

/** Rendered for each request like the others, but it reads no session and asks the database nothing. */
const EMPTY = "/verify-email";
const PAGES = ["/mailings", "/recipients", "/overview", "/profile", "/api/session"];
const WARM_UP_SECONDS = 3;

interface Signed {
  /** Where the application answers. */
  readonly url: string;
  /** The process below which it runs. */
  readonly pid: number;
  readonly account: { email: string; password: string };
}

interface Measured extends Load {
  /** Milliseconds of a processor that a request takes; null where the system does not say. */
  readonly processorMs: number | null;
}

/** Pages of somebody who has signed in, in turns with an empty page of the same application. */
export async function benchSignedIn(application: Signed, options: { seconds: number; rounds: number }) {
  const cookie = await signIn(application.url, application.account);
  const empty = await target(application, EMPTY, {});
  const measured: Record<string, unknown> = {};
  for (const page of PAGES) {
    const one = await target(application, page, { cookie });
    for (const warmed of [one, empty]) await measure(warmed, WARM_UP_SECONDS);
    const rounds: { ours: Measured; theirs: Measured }[] = [];
    for (let nth = 0; nth < options.rounds; nth += 1) {
      const theirs = await measure(empty, options.seconds);
      rounds.push({ ours: await measure(one, options.seconds), theirs });
    }
    const ours = middle(rounds.map((round) => round.ours));
    const theirs = middle(rounds.map((round) => round.theirs));
    measured[page] = {
      bytes: one.bodyBytes,
      ...ours,
      empty: theirs,
      ratio: rounded(ours.perSecond / theirs.perSecond),
      processorRatio: share(theirs.processorMs, ours.processorMs),
    };
  }
  return measured;
}

interface Target {
  readonly url: string;
  readonly pid: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyBytes: number;
  readonly answerBytes: number;
}

/** @throws Error where the page is not answered by 200, as when nobody is signed in */
async function target({ url, pid }: Signed, page: string, more: Record<string, string>): Promise<Target> {
  const headers = { "accept-encoding": "identity", ...more };
  // The first request fills caches, and may hold less.
  await answerOf(url + page, headers);
  const { status, body, bytes } = await answerOf(url + page, headers);
  if (status !== 200) throw new Error(`${page} answers ${status}`);
  return { url: url + page, pid, headers, bodyBytes: body.length, answerBytes: bytes };
}

async function measure({ url, pid, headers, answerBytes }: Target, seconds: number): Promise<Measured> {
  let load: Load | undefined;
  const used = await processorTime(pid, async () => {
    load = await loadPage(url, headers, { seconds, answerBytes });
  });
  if (load === undefined) throw new Error(`${url} was not asked for`);
  return { ...load, processorMs: used === null ? null : used / load.requests };
}

function middle(loads: readonly Measured[]): Omit<Measured, "requests"> {
  const times = loads.map(({ processorMs }) => processorMs).filter((time) => time !== null);
  return {
    perSecond: rounded(median(loads.map(({ perSecond }) => perSecond))),
    p99: rounded(median(loads.map(({ p99 }) => p99))),
    processorMs: times.length === 0 ? null : rounded(median(times)),
  };
}

function share(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : rounded(one / other);
}
