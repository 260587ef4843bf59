import type { FaultRule, Provider } from "@/tests/support/provider";
import type { Fault } from "@/tests/support/provider-faults";

/** One misbehaviour of the provider, and what it may cost. */
export interface FaultCase {
  name: string;
  /** `bad` is the address that the provider refuses where the fault is a refusal of one. */
  install: (provider: Provider, bad: string) => void;
  /** Whether the bad address ends as rejected. */
  rejects?: boolean;
  /** A batch's outcome can never be learned by asking again, so that its mails end as uncertain. */
  unresolvable?: boolean;
  /** Some request's outcome is unknown to the engine. */
  unknown?: boolean;
  /** The engine's patience with one request, milliseconds. */
  httpTimeout?: number;
  /** Another face of a fault that meets everything: this one meets a choice. */
  variant?: boolean;
  /** In every run, whatever its seed. */
  meetsEverything?: boolean;
}

const nothing: FaultCase = { name: "no fault", install: () => undefined };

/** Nothing goes out, and the answer proves it. */
export const refusals: FaultCase[] = [
  firstRequests("429 with retry-after", { kind: "rate_limited", retryAfter: 0.02 }),
  firstRequests("429 daily quota", { kind: "quota", period: "daily" }),
  variantOf(firstRequests("429 monthly quota", { kind: "quota", period: "monthly" })),
  firstRequests("401", { kind: "unauthorized", name: "missing_api_key" }),
  variantOf(
    firstRequests("403 of an invalid key", { kind: "unauthorized", name: "invalid_api_key", status: 403 }),
  ),
  firstRequests("403 of an unverified domain", { kind: "domain_not_verified" }),
  variantOf(firstRequests("404", { kind: "not_found" })),
  variantOf(firstRequests("405", { kind: "method_not_allowed" })),
  variantOf(firstRequests("451", { kind: "security" })),
  variantOf(firstRequests("413", { kind: "too_large" }, 1)),
  {
    name: "422 for one bad address",
    install: (provider, bad) => provider.badAddress(bad, "This address is not good."),
    rejects: true,
  },
  {
    name: "400 for a bad key, once",
    variant: true,
    install: (provider) =>
      provider.script({ kind: "status", code: 400, name: "invalid_idempotency_key", message: "Bad key." }),
  },
];

/** The outcome of a request stays unknown, and nothing was taken. */
export const unknownNotTaken: FaultCase[] = [
  nothing,
  { ...eachKeyOnce("a reset before taking", { kind: "reset_before" }) },
  { ...firstRequest("a hanging request", { kind: "hang" }), httpTimeout: 120 },
  eachKeyOnce("500", { kind: "status", code: 500, name: "application_error", message: "Oops." }),
  variantOf(
    eachKeyOnce("503", { kind: "status", code: 503, name: "service_unavailable", message: "Later." }),
  ),
  variantOf(eachKeyOnce("HTML with 200, nothing taken", { kind: "html_200", taken: false })),
  variantOf(eachKeyOnce("an empty 200, nothing taken", { kind: "empty_200", taken: false })),
  eachKeyOnce("null with 422", { kind: "null_4xx", status: 422 }),
  variantOf(eachKeyOnce("null with 401", { kind: "null_4xx", status: 401 })),
  eachKeyOnce("409 concurrent", { kind: "concurrent" }),
  variantOf(eachKeyOnce("409 resource locked", { kind: "resource_locked" })),
  variantOf(eachKeyOnce("408", { kind: "request_timeout" })),
  variantOf(eachKeyOnce("425", { kind: "too_early" })),
  variantOf(
    eachKeyOnce("a redirect", { kind: "weird", status: 302, body: "", headers: { location: "/emails" } }),
  ),
  variantOf(
    eachKeyOnce("a 4xx nobody has heard of", {
      kind: "status",
      code: 418,
      name: "teapot",
      message: "Short.",
    }),
  ),
  {
    name: "a reset before taking, with one bad address",
    install: (provider, bad) => {
      provider.badAddress(bad, "This address is not good.");
      provider.script({ kind: "reset_before" }, { kind: "reset_before" }, { kind: "reset_before" });
    },
    rejects: true,
    unknown: true,
  },
  {
    name: "409 for another body",
    install: (provider) => {
      let first: string | null = null;
      provider.when(({ key }) => {
        first ??= key;
        return key === first ? { kind: "other_body" } : null;
      });
    },
    unresolvable: true,
  },
];

/** The outcome of a request stays unknown, and the mails were taken. */
export const unknownTaken: FaultCase[] = [
  { ...eachKeyOnce("a reset after taking", { kind: "reset_after" }), meetsEverything: true },
  { ...firstRequest("a hanging answer", { kind: "hang", taken: true }), httpTimeout: 120 },
  { ...firstRequest("a request slower than the timeout", { kind: "slow", ms: 200 }), httpTimeout: 120 },
  { ...variantOf(firstRequest("a slow request", { kind: "slow", ms: 40 })), unknown: false },
  eachKeyOnce("500, taken all the same", {
    kind: "status",
    code: 500,
    name: "application_error",
    message: "Oops.",
    taken: true,
  }),
  eachKeyOnce("HTML with 200, taken", { kind: "html_200", taken: true }),
  eachKeyOnce("an empty 200, taken", { kind: "empty_200", taken: true }),
  eachKeyOnce("an answer cut off", { kind: "cut_after" }),
  eachKeyOnce("too few ids", { kind: "too_few_ids" }),
  variantOf(eachKeyOnce("too many ids", { kind: "too_many_ids" })),
  eachKeyOnce("a 422 whose body claims 500, taken", {
    kind: "status",
    code: 422,
    name: "validation_error",
    message: "Lie.",
    statusCodeClaimed: 500,
    taken: true,
  }),
  variantOf(
    eachKeyOnce("a 500 whose body claims 422, taken", {
      kind: "status",
      code: 500,
      name: "validation_error",
      message: "Lie.",
      statusCodeClaimed: 422,
      taken: true,
    }),
  ),
  variantOf(
    eachKeyOnce("a 502 whose body claims 200, taken", {
      kind: "status",
      code: 502,
      name: "ok",
      message: "Lie.",
      statusCodeClaimed: 200,
      taken: true,
    }),
  ),
  {
    name: "too few ids at every replay",
    install: (provider) => provider.when(() => ({ kind: "too_few_ids", lasting: true })),
    unresolvable: true,
    unknown: true,
  },
];

function variantOf(fault: FaultCase): FaultCase {
  return { ...fault, variant: true };
}

/** The first requests that arrive get the fault, whatever they ask. */
function firstRequests(name: string, fault: Fault, count = 2): FaultCase {
  return { name, install: (provider) => provider.script(...Array.from({ length: count }, () => fault)) };
}

function firstRequest(name: string, fault: Fault): FaultCase {
  return { ...firstRequests(name, fault, 1), unknown: true };
}

/** The first request under every key gets the fault: every batch of the mailing meets it. */
function eachKeyOnce(name: string, fault: Fault): FaultCase {
  return { name, install: (provider) => provider.when(once(fault)), unknown: true };
}

function once(fault: Fault): FaultRule {
  const seen = new Set<string | null>();
  return ({ key }) => {
    if (seen.has(key)) return null;
    seen.add(key);
    return fault;
  };
}
