import { createHash } from "node:crypto";
import { Ratelimit } from "@upstash/ratelimit";
import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";
import { patiently, redis } from "@/lib/redis";

/** Every limit of the application: so many uses in so many seconds for one key. */
const limits = {
  signInByAddress: { uses: 30, seconds: 300 },
  /** One account from a browser where its owner has signed in before, whatever strangers do meanwhile. */
  signInByDevice: { uses: 10, seconds: 900 },
  /** One account from one address: whoever guesses is shut out, its owner elsewhere is not. */
  signInByAccountAndAddress: { uses: 10, seconds: 900 },
  /** One account from all addresses together, against guessing from many. */
  signInByAccount: { uses: 100, seconds: 900 },
  invalidLinkByAddress: { uses: 60, seconds: 60 },
  /** Emails viewed in the browser, each rendered anew. */
  emailViewByAddress: { uses: 300, seconds: 60 },
  emailViewByAnybody: { uses: 3_000, seconds: 60 },
  /** Mails that somebody has sent to an address by registering it, or by asking for a link. */
  mailWishByAddress: { uses: 100, seconds: 3_600 },
  mailWishByDevice: { uses: 6, seconds: 3_600 },
  mailWishByAccountAndAddress: { uses: 6, seconds: 3_600 },
  mailWishByAccount: { uses: 30, seconds: 3_600 },
  mailedLinkByAddress: { uses: 30, seconds: 300 },
  /** The present password, asked for again by what changes an account. */
  presentPassword: { uses: 10, seconds: 900 },
  avatarByAccount: { uses: 20, seconds: 3_600 },
  articleImageByAccount: { uses: 60, seconds: 3_600 },
  messageImageByAccount: { uses: 60, seconds: 3_600 },
  /** Files of recipients: few of them are stored at once (lib/recipients/uploads.ts). */
  uploadByAccount: { uses: 60, seconds: 3_600 },
  /** Test emails, which somebody sends to themselves. */
  testMailByAccount: { uses: 20, seconds: 3_600 },
  /** Views of articles, each a write. */
  viewByAddress: { uses: 120, seconds: 60 },
  /** All whose address nobody can vouch for, together. */
  viewByAnybody: { uses: 1_200, seconds: 60 },
} as const;

export type LimitName = keyof typeof limits;
export type LimitAnswer = { ok: true } | { ok: false; retryAfterSeconds: number };

/** Takes one use. Where Upstash is configured all replicas count together; while it is down, each for itself. */
export async function takeUse(name: LimitName, key: string): Promise<LimitAnswer> {
  const hidden = hiddenKey(key);
  const limiter = sharedLimiter(name);
  if (limiter === null) return takeHere(name, hidden);
  try {
    const { success, reset } = await patiently(() => countedBy(limiter, name, hidden));
    return success ? { ok: true } : { ok: false, retryAfterSeconds: secondsUntil(reset) };
  } catch (error) {
    console.error("The shared rate limit does not answer; this replica counts alone.", error);
    return takeHere(name, hidden);
  }
}

/** Forgets what was used: a sign-in that succeeded clears the account's failures. */
export async function forgetUses(name: LimitName, key: string): Promise<void> {
  const hidden = hiddenKey(key);
  await memoryLimiter(name).delete(hidden);
  const client = redis();
  if (client === null) return;
  try {
    // Not the limiter's own reset: that looks through every key there is.
    await patiently(() => client.del(`${prefixOf(name)}:${hidden}:${presentWindow(name)}`));
  } catch (error) {
    console.error("The shared rate limit does not answer; an account's uses stay counted.", error);
  }
}

/** Gives one use back: what it was taken for turned out to be nobody's guess. */
export async function giveBackUse(name: LimitName, key: string): Promise<void> {
  const hidden = hiddenKey(key);
  const limiter = sharedLimiter(name);
  if (limiter === null) {
    await memoryLimiter(name).reward(hidden);
    return;
  }
  try {
    await patiently(() => limiter.limit(hidden, { rate: -1 }));
  } catch (error) {
    console.error("The shared rate limit does not answer; a use stays counted.", error);
  }
}

// Next bundles this file for actions and for routes: one count for both, or whoever guesses has twice the tries.
const shared = globalThis as typeof globalThis & { posthornLimits?: Map<LimitName, RateLimiterMemory> };
const inMemory = (shared.posthornLimits ??= new Map<LimitName, RateLimiterMemory>());
const inRedis = new Map<LimitName, Ratelimit>();

function memoryLimiter(name: LimitName): RateLimiterMemory {
  const { uses, seconds } = limits[name];
  const limiter = inMemory.get(name) ?? new RateLimiterMemory({ points: uses, duration: seconds });
  inMemory.set(name, limiter);
  return limiter;
}

function sharedLimiter(name: LimitName): Ratelimit | null {
  const client = redis();
  if (client === null) return null;
  const { uses, seconds } = limits[name];
  const limiter =
    inRedis.get(name) ??
    new Ratelimit({
      redis: client,
      limiter: Ratelimit.fixedWindow(uses, `${seconds} s`),
      prefix: prefixOf(name),
      // Its own timeout lets everything through; the client's is an error, and this process counts.
      timeout: 0,
      // A refusal that a replica remembers would outlive the uses that another one forgets.
      ephemeralCache: false,
    });
  inRedis.set(name, limiter);
  return limiter;
}

/** Throws for an answer that is none: compared with a limit, nonsense would shut everybody out. */
async function countedBy(limiter: Ratelimit, name: LimitName, key: string) {
  const answer = await limiter.limit(key);
  if (answer.limit !== limits[name].uses || !Number.isInteger(answer.remaining))
    throw new Error("What answers in Redis's place is no count.");
  return answer;
}

function prefixOf(name: LimitName): string {
  return `posthorn:limit:${name}`;
}

/** The number of the window that the limiter counts in now, as it stands in its keys. */
function presentWindow(name: LimitName): number {
  return Math.floor(Date.now() / (limits[name].seconds * 1000));
}

async function takeHere(name: LimitName, key: string): Promise<LimitAnswer> {
  try {
    await memoryLimiter(name).consume(key);
    return { ok: true };
  } catch (refusal) {
    if (!isRefusal(refusal)) throw refusal;
    return { ok: false, retryAfterSeconds: Math.ceil(refusal.msBeforeNext / 1000) };
  }
}

/** Not by its class: the limiter may come from another bundle, with a class of its own. */
function isRefusal(thrown: unknown): thrown is RateLimiterRes {
  return typeof thrown === "object" && thrown !== null && "msBeforeNext" in thrown;
}

function secondsUntil(instantMs: number): number {
  return Math.max(1, Math.ceil((instantMs - Date.now()) / 1000));
}

/** Addresses do not stand in Redis in the clear. */
function hiddenKey(key: string): string {
  return createHash("sha256").update(key).digest("base64url");
}
