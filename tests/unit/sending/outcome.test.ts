import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { classify, type Answer } from "@/lib/sending/outcome";

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: typeof body === "string" ? body : JSON.stringify(body) };
}

function error(status: number, name: string, statusCode: unknown = status): Answer {
  return answer(status, { name, message: "Said.", statusCode });
}

const ids = (...values: string[]) => ({ data: values.map((id) => ({ id })) });

const table: [string, Answer, string][] = [
  ["one id for each", answer(200, ids("a", "b")), "accepted"],
  ["one id for each, created", answer(201, ids("a", "b")), "accepted"],
  ["429 rate_limit_exceeded", error(429, "rate_limit_exceeded"), "deferred"],
  ["429 daily_quota_exceeded", error(429, "daily_quota_exceeded"), "refused"],
  ["429 monthly_quota_exceeded", error(429, "monthly_quota_exceeded"), "refused"],
  ["401", error(401, "missing_api_key"), "refused"],
  ["403", error(403, "invalid_api_key"), "refused"],
  ["403 with the name of a body validation", error(403, "validation_error"), "refused"],
  ["404", error(404, "not_found"), "refused"],
  ["405", error(405, "method_not_allowed"), "refused"],
  ["451", error(451, "security_error"), "refused"],
  ["400 invalid_idempotency_key", error(400, "invalid_idempotency_key"), "refused"],
  ["422 validation_error", error(422, "validation_error"), "invalid"],
  ["400 validation_error", error(400, "validation_error"), "invalid"],
  ["422 missing_required_field", error(422, "missing_required_field"), "invalid"],
  ["422 invalid_from_address", error(422, "invalid_from_address"), "invalid"],
  ["413", error(413, "payload_too_large"), "too_large"],
  ["413 of a proxy, HTML", answer(413, "<h1>Too large</h1>"), "too_large"],
  ["409 invalid_idempotent_request", error(409, "invalid_idempotent_request"), "conflict"],
  ["409 concurrent", error(409, "concurrent_idempotent_requests"), "unknown"],
  ["409 resource_locked", error(409, "resource_locked"), "unknown"],
  ["408", error(408, "request_timeout"), "unknown"],
  ["425", error(425, "too_early"), "unknown"],
  ["418", error(418, "teapot"), "unknown"],
  ["422 with a name nobody has heard of", error(422, "something_new"), "unknown"],
  ["429 with a name nobody has heard of", error(429, "something_new"), "unknown"],
  ["500", error(500, "application_error"), "unknown"],
  ["503", error(503, "service_unavailable"), "unknown"],
  ["no answer", { status: null, message: "timeout", neverSent: false }, "unknown"],
  ["no connection", { status: null, message: "connect ECONNREFUSED", neverSent: true }, "unreachable"],
  ["200 with HTML", answer(200, "<!doctype html><p>Wait</p>"), "unknown"],
  ["200, empty", answer(200, ""), "unknown"],
  ["200, cut off", answer(200, '{"data":[{"id":"a"},{"i'), "unknown"],
  ["200 with null", answer(200, "null"), "unknown"],
  ["200 with an error in it", error(200, "validation_error", 422), "unknown"],
  ["too few ids", answer(200, ids("a")), "unknown"],
  ["too many ids", answer(200, ids("a", "b", "c")), "unknown"],
  ["one id twice", answer(200, ids("a", "a")), "unknown"],
  ["an empty id", answer(200, ids("a", "")), "unknown"],
  ["ids that are numbers", answer(200, { data: [{ id: 1 }, { id: 2 }] }), "unknown"],
  ["a 422 whose body is null", answer(422, "null"), "unknown"],
  ["a 401 whose body is null", answer(401, "null"), "unknown"],
  ["a 403 of a proxy, HTML", answer(403, "<h1>Forbidden</h1>"), "unknown"],
  ["a 422 whose body claims 500", error(422, "validation_error", 500), "unknown"],
  ["a 401 whose body claims 200", error(401, "missing_api_key", 200), "unknown"],
  ["a 500 whose body claims 422", error(500, "validation_error", 422), "unknown"],
  ["a 422 whose body claims 400", error(422, "validation_error", 400), "invalid"],
  ["a 422 that claims no status", error(422, "validation_error", null), "invalid"],
  ["a redirect", answer(302, "", { location: "/elsewhere" }), "unknown"],
  ["a redirect with ids", answer(302, ids("a", "b")), "unknown"],
];

describe("an answer proves what the table says and no more", () => {
  it.each(table)("%s", (_, given, kind) => {
    expect(classify(given, 2).kind).toBe(kind);
  });
});

describe("what an outcome carries", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse("2026-11-21T12:00:00Z") });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const waitOf = (value?: string) =>
    classify(
      answer(
        429,
        { name: "rate_limit_exceeded", message: "" },
        value === undefined ? {} : { "retry-after": value },
      ),
      1,
    );

  it.each([
    ["seconds", "2", 2_000],
    ["parts of a second", "0.25", 250],
    ["an HTTP date", "Sat, 21 Nov 2026 12:00:03 GMT", 3_000],
    ["a date gone by", "Sat, 21 Nov 2026 11:00:00 GMT", 1_000],
    ["nothing", undefined, 1_000],
    ["no number", "soon", 1_000],
    ["a negative number", "-5", 1_000],
    ["a week, cut to an hour", "604800", 3_600_000],
  ])("retry-after as %s", (_, value, wait) => {
    expect(waitOf(value)).toMatchObject({ kind: "deferred", retryAfter: wait });
  });

  it("the server's words, with the status that was really answered", () => {
    expect(classify(error(422, "validation_error", 400), 1)).toMatchObject({
      code: "validation_error",
      answer: "HTTP 422 validation_error: Said.",
    });
    expect(classify({ status: null, message: "socket\n  hang up", neverSent: false }, 1)).toMatchObject({
      code: "no_answer",
      answer: "socket hang up",
    });
  });

  it("never more than 500 characters, on one line", () => {
    const outcome = classify(answer(502, "<p>\n".repeat(1_000)), 1);
    expect("answer" in outcome && outcome.answer.length).toBe(500);
    expect("answer" in outcome && outcome.answer).not.toMatch(/[\r\n]/);
  });

  it("ids in the order of the mails", () => {
    expect(classify(answer(200, ids("x", "a", "m")), 3)).toEqual({ kind: "accepted", ids: ["x", "a", "m"] });
  });
});

const bodies = fc.oneof(
  fc.json(),
  fc.string(),
  fc.array(fc.string(), { maxLength: 5 }).map((values) => JSON.stringify(ids(...values))),
  fc
    .record({
      name: fc.constantFrom(
        "validation_error",
        "rate_limit_exceeded",
        "daily_quota_exceeded",
        "invalid_idempotent_request",
        "invalid_idempotency_key",
        "x",
      ),
      message: fc.string(),
      statusCode: fc.oneof(fc.integer({ min: 100, max: 599 }), fc.constant(null)),
    })
    .map((body) => JSON.stringify(body)),
);
const statuses = fc.integer({ min: 200, max: 599 });

describe("whatever a server answers", () => {
  it("only a whole 2xx with one distinct id for each is ever taken for success", () => {
    fc.assert(
      fc.property(statuses, bodies, fc.integer({ min: 1, max: 5 }), (status, body, size) => {
        const outcome = classify({ status, headers: {}, body }, size);
        if (outcome.kind !== "accepted") return;
        expect(status).toBeGreaterThanOrEqual(200);
        expect(status).toBeLessThan(300);
        expect(new Set(outcome.ids).size).toBe(size);
        expect(JSON.parse(body)).toMatchObject({ data: outcome.ids.map((id) => ({ id })) });
      }),
      { numRuns: 2_000 },
    );
  });

  it("only a 4xx ever proves that nothing went out", () => {
    fc.assert(
      fc.property(statuses, bodies, (status, body) => {
        const { kind } = classify({ status, headers: {}, body }, 1);
        if (kind === "accepted" || kind === "unknown") return;
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 2_000 },
    );
  });

  it("success is never lost either: what has the right ids is accepted", () => {
    const distinct = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 200 }), {
      minLength: 1,
      maxLength: 100,
    });
    fc.assert(
      fc.property(distinct, (values) => {
        expect(classify(answer(200, ids(...values)), values.length)).toEqual({
          kind: "accepted",
          ids: values,
        });
      }),
    );
  });
});
