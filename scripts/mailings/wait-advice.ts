import type { Waiting } from "@/lib/sending/waiting";

/** Why batches wait, and until when: for an operator. */
export function waitAdvice({
  batches,
  claimed,
  claimedUntil,
  answer,
  askedUntil,
  nextTryAt,
}: Waiting): string {
  const until = askedUntil ?? nextTryAt;
  const when =
    until === null
      ? ""
      : `, at ${until.toISOString()} at the earliest${askedUntil === null ? "" : ", for the provider asked to wait until then"}`;
  const held = claimedUntil === null ? "none of them has been asked about" : heldUntil(claimed, claimedUntil);
  const why = answer === null ? held : `the last answer: ${answer}`;
  return `${batches} batches wait for another try (${why}); the scheduler or the next run of this command makes it${when}.`;
}

function heldUntil(claimed: number, until: Date): string {
  return `another process holds ${claimed} of them, or died and loses them at ${until.toISOString()}`;
}
