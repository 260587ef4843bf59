import type { Fault } from "@/tests/support/provider-faults";

const body = (
  code: number,
  more: { taken?: boolean; statusCodeClaimed?: number; name?: string } = {},
): Fault => ({
  kind: "status",
  code,
  name: "application_error",
  message: "Oops.",
  ...more,
});

/** Answers that refuse everybody, which shut the gate, or ask for patience. */
export const REFUSALS: Fault[] = [
  { kind: "rate_limited", retryAfter: 0.01 },
  { kind: "quota", period: "daily" },
  { kind: "quota", period: "monthly" },
  { kind: "unauthorized", name: "missing_api_key" },
  { kind: "unauthorized", name: "invalid_api_key", status: 403 },
  { kind: "domain_not_verified" },
  { kind: "not_found" },
  { kind: "method_not_allowed" },
  { kind: "security" },
  body(400, { name: "invalid_idempotency_key" }),
];

/** Outcomes that nobody knows, the mails taken or not. */
export const UNKNOWNS: Fault[] = [
  { kind: "reset_before" },
  { kind: "reset_after" },
  { kind: "cut_after" },
  { kind: "empty_200", taken: true },
  { kind: "empty_200", taken: false },
  { kind: "html_200", taken: true },
  { kind: "html_200", taken: false },
  { kind: "null_4xx", status: 422 },
  { kind: "null_4xx", status: 401 },
  { kind: "too_few_ids" },
  { kind: "too_few_ids", lasting: true },
  { kind: "too_many_ids" },
  { kind: "concurrent" },
  { kind: "resource_locked" },
  { kind: "request_timeout" },
  { kind: "too_early" },
  { kind: "other_body" },
  body(500),
  body(503, { taken: true }),
  body(502, { taken: true, statusCodeClaimed: 200 }),
  body(422, { taken: true, statusCodeClaimed: 500, name: "validation_error" }),
  body(418),
  { kind: "weird", status: 302, body: "", headers: { location: "/emails" } },
];

export const TOO_LARGE: Fault = { kind: "too_large" };

/** Slower than the engine's patience, which costs a sequence real time. */
export const SLOW: Fault[] = [{ kind: "hang" }, { kind: "hang", taken: true }, { kind: "slow", ms: 90 }];

/** Whether the answer proves what became of the very request that it answers. */
export function isProof(fault: Fault): boolean {
  return fault.kind === "none" || fault === TOO_LARGE || REFUSALS.includes(fault);
}

/** Whether the provider's own refusal of a body reaches the engine in spite of the fault. */
export function isHeard(fault: Fault): boolean {
  return fault.kind === "too_few_ids" || fault.kind === "too_many_ids" || fault.kind === "slow";
}
