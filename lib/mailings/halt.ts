import { sendingHalt } from "@/lib/health/looks";

/** What lets no email of anybody through at this moment, and when the provider is asked again. */
export interface Halt {
  cause: HaltCause;
  since: Date;
  nextProbeAt: Date;
  /** The provider's own words. */
  answer: string;
}

/** It fails, has no quota left, refuses the key, or refuses for a reason of its own. */
export type HaltCause = "failing" | "daily_quota" | "monthly_quota" | "key" | "refused";

/** Names by which Resend refuses a key (https://resend.com/docs/api-reference/errors). */
const OF_THE_KEY = new Set(["missing_api_key", "invalid_api_key", "restricted_api_key"]);

/** Null while email goes out. */
export async function presentHalt(): Promise<Halt | null> {
  const halt = await sendingHalt();
  if (halt === null || halt.since === null || halt.nextProbeAt === null) return null;
  const { kind, code, since, nextProbeAt, answer } = halt;
  return { cause: causeOf(kind, code ?? ""), since, nextProbeAt, answer: answer ?? "" };
}

function causeOf(kind: "breaker" | "pause", code: string): HaltCause {
  if (kind === "breaker") return "failing";
  if (code === "daily_quota_exceeded") return "daily_quota";
  if (code === "monthly_quota_exceeded") return "monthly_quota";
  return OF_THE_KEY.has(code) ? "key" : "refused";
}
