import type { Fault } from "@/tests/support/provider-faults";
import type { FaultRule } from "@/tests/support/provider";
import type { SeededChoices } from "@/tests/support/chaos-random";

/** One request in eight goes wrong in a way that may pass; nothing is refused for good. */
const FAULTS: readonly Fault[] = [
  { kind: "reset_before" },
  { kind: "reset_after" },
  { kind: "cut_after" },
  { kind: "html_200", taken: true },
  { kind: "status", code: 500, name: "application_error", message: "Something went wrong.", taken: true },
  { kind: "status", code: 503, name: "service_unavailable", message: "Try again later." },
  { kind: "rate_limited", retryAfter: 1 },
  { kind: "resource_locked" },
];
const SHARE = 1 / 8;
const FASTEST_MS = 20;
const SLOWEST_MS = 250;

/** Faults and answers of 20 to 250 ms, drawn for each request by key and number. */
export function passingFaults(choices: SeededChoices): FaultRule {
  return ({ key, nth }) => {
    const luck = choices.draw("fault", `${key} ${nth}`);
    const fault = FAULTS[Math.floor((luck / SHARE) * FAULTS.length)];
    if (luck < SHARE && fault !== undefined) return fault;
    return { kind: "slow", ms: FASTEST_MS + choices.draw("wait", nth) * (SLOWEST_MS - FASTEST_MS) };
  };
}
