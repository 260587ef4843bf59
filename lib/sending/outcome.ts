import { z } from "zod";
import { beginningOf, isStorable, storableText } from "@/lib/storable-text";

/** What came back over HTTP, read to the end. `status` is the response's own, not what its body claims. */
export interface HttpAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** The request got no readable answer: network, timeout, reset. */
export interface NoAnswer {
  status: null;
  message: string;
  /** It failed before its first byte was handed to a connection. */
  neverSent: boolean;
}

export type Answer = HttpAnswer | NoAnswer;

/**
 * What an answer proves.
 * - accepted: one id for every mail, in order.
 * - deferred, refused, invalid, too_large: nothing went out.
 * - unreachable: no connection was made, so this request went nowhere.
 * - conflict: this key was used with other bytes; what became of those nobody can know.
 * - unknown: anything else.
 */
export type Outcome =
  | { kind: "accepted"; ids: string[] }
  | { kind: "deferred"; code: string; answer: string; retryAfter: number }
  | { kind: "refused"; code: string; answer: string; status: number }
  | { kind: "invalid"; code: string; answer: string }
  | { kind: "too_large"; code: string; answer: string }
  | { kind: "unreachable"; code: string; answer: string }
  | { kind: "conflict"; code: string; answer: string }
  | { kind: "unknown"; code: string; answer: string; retryAfter: number };

const QUOTA = new Set(["daily_quota_exceeded", "monthly_quota_exceeded"]);
const REFUSED_FOR_ALL = new Set([401, 403, 404, 405, 451]);
/** Names by which Resend refuses what a body says (https://resend.com/docs/api-reference/errors). */
const BODY_VALIDATION = new Set([
  "validation_error",
  "missing_required_field",
  "missing_required_fields",
  "invalid_parameter",
  "invalid_attachment",
  "invalid_from_address",
  "invalid_to_address",
  "invalid_region",
  "invalid_access",
]);
const DEFAULT_RETRY_AFTER = 1_000;
const LONGEST_RETRY_AFTER = 3_600_000;
const LONGEST_ANSWER = 500;

/** One that cannot be stored as it is could never be found again. */
const providerId = z.string().min(1).max(200).refine(isStorable);
const success = z.object({ data: z.array(z.object({ id: providerId })) });
const refusal = z.object({
  name: z.string().transform(shorten),
  message: z.string().catch(""),
  statusCode: z.number().nullish(),
});

/** Classifies an answer to a batch of `size` mails by the table of the sending protocol. */
export function classify(answer: Answer, size: number): Outcome {
  if (answer.status === null) {
    const said = shorten(answer.message);
    if (answer.neverSent) return { kind: "unreachable", code: "unreachable", answer: said };
    return { kind: "unknown", code: "no_answer", answer: said, retryAfter: 0 };
  }
  if (answer.status >= 200 && answer.status < 300) return classifySuccess(answer, size);
  if (answer.status === 413) return { kind: "too_large", code: "too_large", answer: words(answer) };
  if (answer.status >= 400 && answer.status < 500) return classifyRefusal(answer);
  return unknown(answer);
}

function classifySuccess(answer: HttpAnswer, size: number): Outcome {
  const parsed = success.safeParse(jsonOf(answer.body));
  if (!parsed.success) return unknown(answer, "unreadable_answer");
  const ids = parsed.data.data.map((mail) => mail.id);
  if (ids.length !== size || new Set(ids).size !== size) return unknown(answer, "wrong_number_of_ids");
  return { kind: "accepted", ids };
}

function classifyRefusal(answer: HttpAnswer): Outcome {
  const parsed = refusal.safeParse(jsonOf(answer.body));
  if (!parsed.success) return unknown(answer);
  const { name, statusCode } = parsed.data;
  // A body that claims a fault of the server beside a client error proves nothing.
  if (typeof statusCode === "number" && (statusCode < 400 || statusCode >= 500)) return unknown(answer, name);
  const said = { code: name, answer: words(answer) };
  const { status } = answer;
  if (status === 429 && QUOTA.has(name)) return { kind: "refused", status, ...said };
  if (status === 429 && name === "rate_limit_exceeded") {
    return { kind: "deferred", ...said, retryAfter: retryAfter(answer) || DEFAULT_RETRY_AFTER };
  }
  if (status === 409 && name === "invalid_idempotent_request") return { kind: "conflict", ...said };
  if (REFUSED_FOR_ALL.has(status)) return { kind: "refused", status, ...said };
  if (status === 400 && name === "invalid_idempotency_key") return { kind: "refused", status, ...said };
  if ((status === 400 || status === 422) && BODY_VALIDATION.has(name)) return { kind: "invalid", ...said };
  return unknown(answer, name);
}

function unknown(answer: HttpAnswer, code = `http_${answer.status}`): Outcome {
  return { kind: "unknown", code, answer: words(answer), retryAfter: retryAfter(answer) };
}

/** `retry-after` in milliseconds, 0 where there is none; seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfter(answer: HttpAnswer): number {
  const value = answer.headers["retry-after"];
  if (value === undefined) return 0;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(0, Math.ceil(ms)), LONGEST_RETRY_AFTER) : 0;
}

function words(answer: HttpAnswer): string {
  const parsed = refusal.safeParse(jsonOf(answer.body));
  const text = parsed.success ? `${parsed.data.name}: ${parsed.data.message}` : answer.body.trim();
  return shorten(`HTTP ${answer.status}${text === "" ? "" : ` ${text}`}`);
}

/** One line of so many characters at most, without what a database or a terminal does not take for text. */
function shorten(text: string): string {
  const line = storableText(
    text
      .replace(/\s+/g, " ")
      .replace(/\p{Cc}/gu, "\ufffd")
      .trim(),
  );
  return line.length > LONGEST_ANSWER ? `${beginningOf(line, LONGEST_ANSWER - 1)}…` : line;
}

/** What a body says in JSON; undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
