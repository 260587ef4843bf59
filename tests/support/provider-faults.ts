import { z } from "zod";
import { rateLimitAnswer } from "./provider-rate";
import { errorAnswer, jsonAnswer, type Answer, type Wire } from "./provider-wire";

/** Refusals that always read the same: nothing is taken. Names and statuses are those of Resend's error list. */
const FIXED = {
  domain_not_verified: [
    403,
    "validation_error",
    "The example.com domain is not verified. Please, add and verify your domain.",
  ],
  not_found: [404, "not_found", "The requested endpoint does not exist."],
  method_not_allowed: [405, "method_not_allowed", "Method is not allowed for the requested path."],
  request_timeout: [408, "request_timeout", "The request was not received in time."],
  concurrent: [
    409,
    "concurrent_idempotent_requests",
    "Same idempotency key used while original request is still in progress.",
  ],
  other_body: [
    409,
    "invalid_idempotent_request",
    "Same idempotency key used with a different request payload.",
  ],
  resource_locked: [409, "resource_locked", "Another request is changing the resource."],
  too_large: [413, "payload_too_large", "The request body is too large."],
  too_early: [425, "too_early", "The request came too early."],
  security: [451, "security_error", "We may have found a security issue with the request."],
} as const;

type FixedKind = keyof typeof FIXED;

/**
 * One misbehaviour for one request. Where a fault has `taken`, true means that the mails were taken in spite of the
 * answer: they are in the record and the key is remembered.
 *
 * A scripted refusal is given even for a key whose batch was taken before: such a script asks the provider to lie.
 */
export type Fault =
  | { kind: "none" }
  /** Takes after `ms`, whether the client still waits or not; until then its key counts as running. */
  | { kind: "slow"; ms: number }
  /** Never answers; ends when the client gives up. Not taken, its key stays unknown, as if lost on the way in. */
  | { kind: "hang"; taken?: boolean }
  | { kind: "reset_before" }
  | { kind: "reset_after" }
  | { kind: "cut_after" }
  | { kind: "empty_200"; taken: boolean }
  | { kind: "html_200"; taken: boolean }
  /** A refusal whose body is the literal `null`. */
  | { kind: "null_4xx"; status: number }
  /** `lasting`: the wrong answer is what the key remembers, so every replay is wrong too. */
  | { kind: "too_few_ids"; lasting?: boolean }
  | { kind: "too_many_ids"; lasting?: boolean }
  | { kind: "rate_limited"; retryAfter: number }
  | { kind: "quota"; period: "daily" | "monthly" }
  /** Resend's list gives invalid_api_key 403, its older answers 401: both can be had. */
  | {
      kind: "unauthorized";
      name: "missing_api_key" | "restricted_api_key" | "invalid_api_key";
      status?: 401 | 403;
    }
  | {
      kind: "status";
      code: number;
      name: string;
      message: string;
      statusCodeClaimed?: number;
      taken?: boolean;
    }
  | { kind: "weird"; status: number; body: string; headers?: Record<string, string>; taken?: boolean }
  | { kind: FixedKind };

/** What becomes of a request under a fault. */
export type Course =
  | { takes: false; wire: Wire }
  | { takes: true; waitMs: number; lasting: (answer: Answer) => Answer; wire: (answer: Answer) => Wire };

/** The course of a request under `fault`; waits are milliseconds. */
export function courseOf(fault: Fault): Course {
  switch (fault.kind) {
    case "none":
      return taking(whole);
    case "slow":
      return { ...taking(whole), waitMs: fault.ms };
    case "hang":
      return either(fault.taken, { how: "silence" });
    case "reset_before":
      return either(false, { how: "reset" });
    case "reset_after":
      return either(true, { how: "reset" });
    case "cut_after":
      return taking((answer) => ({ how: "cut", answer }));
    case "empty_200":
      return either(fault.taken, whole({ status: 200, headers: {}, body: "" }));
    case "html_200":
      return either(fault.taken, whole(HTML_PAGE));
    case "too_few_ids":
      return miscounting(fault.lasting, (ids) => ids.slice(0, -1));
    case "too_many_ids":
      return miscounting(fault.lasting, (ids) => [...ids, { id: "00000000-0000-4000-8000-000000000000" }]);
    case "status":
      return either(
        fault.taken,
        whole(errorAnswer(fault.code, fault.name, fault.message, fault.statusCodeClaimed)),
      );
    case "weird":
      return either(
        fault.taken,
        whole({ status: fault.status, headers: fault.headers ?? {}, body: fault.body }),
      );
    default:
      return either(false, whole(refusalOf(fault)));
  }
}

type Refusal = Extract<Fault, { kind: "null_4xx" | "rate_limited" | "quota" | "unauthorized" | FixedKind }>;

function refusalOf(fault: Refusal): Answer {
  switch (fault.kind) {
    case "null_4xx":
      return jsonAnswer(fault.status, null);
    case "rate_limited":
      return rateLimitAnswer(10, fault.retryAfter);
    case "quota":
      return errorAnswer(
        429,
        `${fault.period}_quota_exceeded`,
        `You have reached your ${fault.period} email sending quota.`,
      );
    case "unauthorized":
      return errorAnswer(fault.status ?? 401, fault.name, UNAUTHORIZED[fault.name]);
    default:
      return fixedAnswer(fault.kind);
  }
}

export function fixedAnswer(kind: FixedKind): Answer {
  const [status, name, message] = FIXED[kind];
  return errorAnswer(status, name, message);
}

const UNAUTHORIZED = {
  missing_api_key: "Missing API key in the authorization header.",
  restricted_api_key: "This API key is restricted to only send emails.",
  invalid_api_key: "API key is invalid.",
};

const HTML_PAGE: Answer = {
  status: 200,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: "<!doctype html><title>One moment</title><p>We will be back shortly.</p>",
};

const idsSchema = z.object({ data: z.array(z.object({ id: z.string() })) });
type Ids = z.infer<typeof idsSchema>["data"];

function miscounting(lasting: boolean | undefined, change: (ids: Ids) => Ids): Course {
  const miscount = (answer: Answer): Answer => {
    const ids = idsSchema.safeParse(JSON.parse(answer.body));
    return ids.success ? jsonAnswer(answer.status, { data: change(ids.data.data) }) : answer;
  };
  if (lasting) return { ...taking(whole), lasting: miscount };
  return taking((answer) => whole(miscount(answer)));
}

function either(taken: boolean | undefined, wire: Wire): Course {
  return taken ? taking(() => wire) : { takes: false, wire };
}

function taking(wire: (answer: Answer) => Wire): Extract<Course, { takes: true }> {
  return { takes: true, waitMs: 0, lasting: (answer) => answer, wire };
}

function whole(answer: Answer): Wire {
  return { how: "whole", answer };
}
