import { createHash } from "node:crypto";
import { Resend } from "resend";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startProvider, type Provider } from "@/tests/support/provider";
import type { Fault } from "@/tests/support/provider-faults";
import { RateWindow } from "@/tests/support/provider-rate";

const HOUR = 60 * 60 * 1000;

interface SdkError {
  name: string;
  statusCode: number | null;
}

let provider: Provider;
let resend: Resend;

beforeAll(async () => {
  provider = await startProvider();
  resend = new Resend("re_test", { baseUrl: provider.url });
});
beforeEach(() => provider.reset());
afterAll(() => provider.close());

function mail(name: string, attempt = "a1") {
  return {
    from: "Posthorn <post@example.com>",
    to: [`${name}@example.org`],
    subject: "Новости",
    text: `Dear ${name}`,
    tags: [{ name: "attempt", value: attempt }],
  };
}

const pair = [mail("anna"), mail("boris")];

function send(key: string | undefined = "key-1", mails = pair, signal?: AbortSignal) {
  return resend.batch.send(mails, { ...(key !== undefined && { idempotencyKey: key }), signal });
}

/** The answer without its headers, as far as tests compare it. */
async function seen(...request: Parameters<typeof send>): Promise<SdkError | { ids: string[] } | null> {
  const { data, error } = await send(...request);
  if (error) return { name: error.name, statusCode: error.statusCode };
  return data === null ? null : { ids: data.data.map(({ id }) => id) };
}

/** A client that gives up once the provider has taken, or at least received, its request. */
async function givenUp(hasArrived: () => boolean) {
  const patience = new AbortController();
  const answer = seen("key-1", pair, patience.signal);
  await expect.poll(hasArrived, { timeout: 20_000 }).toBe(true);
  patience.abort();
  return answer;
}

const ids = () => provider.mails.map(({ id }) => id);
const outcomes = () => provider.requests.map(({ outcome }) => outcome);
const unknown = { name: "application_error", statusCode: null };

describe("without a fault", () => {
  it("takes a batch and answers one id for each mail, in the order of the request", async () => {
    expect(await seen()).toEqual({ ids: ids() });
    expect(provider.mails).toMatchObject([
      { to: ["anna@example.org"], key: "key-1", subject: "Новости", headers: {}, tags: pair[0]?.tags },
      { to: ["boris@example.org"], key: "key-1", subject: "Новости", headers: {}, tags: pair[1]?.tags },
    ]);
    expect(provider.requests).toMatchObject([
      {
        path: "/emails/batch",
        key: "key-1",
        status: 200,
        taken: 2,
        outcome: "accepted",
      },
    ]);
  });

  it("records size and SHA-256 of a body's very bytes", async () => {
    const body = JSON.stringify(pair);
    await post("/emails/batch", body);
    expect(provider.requests).toMatchObject([
      { size: Buffer.byteLength(body), bodyHash: createHash("sha256").update(body).digest("hex") },
    ]);
  });

  it("takes a single mail", async () => {
    const { data } = await resend.emails.send(mail("anna"), { idempotencyKey: "one" });
    expect(data).toEqual({ id: provider.mails[0]?.id });
    expect(provider.received()).toEqual(new Map([["anna@example.org", 1]]));
  });

  it("keeps bodies only where asked to", async () => {
    const keeping = await startProvider({ keepBodies: true });
    await new Resend("re_test", { baseUrl: keeping.url }).batch.send([
      { ...mail("anna"), html: "<p>Dear anna</p>" },
    ]);
    await keeping.close();
    expect(keeping.mails).toMatchObject([{ text: "Dear anna", html: "<p>Dear anna</p>" }]);
    await send();
    expect(provider.mails[0]).not.toHaveProperty("text");
  });

  it("takes a body of more than 10 MB", async () => {
    const mails = Array.from({ length: 100 }, (_, n) => ({ ...mail(`r${n}`), text: "я".repeat(60_000) }));
    await send("large", mails);
    expect(provider.mails).toHaveLength(100);
    expect(provider.requests[0]?.size).toBeGreaterThan(10_000_000);
  });

  it("counts mails by bare address, and by address and tag", async () => {
    await send("k1", [mail("anna", "a1"), { ...mail("x", "a1"), to: ["Anna <ANNA@example.org>"] }]);
    await send("k2", [mail("anna", "a2")]);
    await resend.emails.send({ ...mail("anna"), tags: [] });
    expect(provider.received()).toEqual(new Map([["anna@example.org", 4]]));
    expect(provider.received("attempt")).toEqual(
      new Map([
        ["anna@example.org a1", 2],
        ["anna@example.org a2", 1],
      ]),
    );
  });
});

describe("idempotency", () => {
  it("answers a repeated key and body with the first ids and takes nothing again", async () => {
    const first = await seen();
    expect(await seen()).toEqual(first);
    expect(provider.mails).toHaveLength(2);
    expect(outcomes()).toEqual(["accepted", "replayed"]);
  });

  it("refuses a known key with another body", async () => {
    await send();
    expect(await seen("key-1", [mail("anna")])).toEqual({
      name: "invalid_idempotent_request",
      statusCode: 409,
    });
    expect(provider.mails).toHaveLength(2);
  });

  it("refuses a key whose first request still runs, then answers it as taken once", async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const second = new Promise((resolve) => {
      provider.onAccepted(async () => {
        resolve(await seen());
        await held;
      });
    });
    const first = seen();
    expect(await second).toEqual({ name: "concurrent_idempotent_requests", statusCode: 409 });
    release();
    expect(await first).toEqual({ ids: ids() });
    expect(await seen()).toEqual({ ids: ids() });
    expect(provider.mails).toHaveLength(2);
  });

  it("remembers a key for a little less than 24 hours, and then takes the same batch a second time", async () => {
    const first = await seen();
    provider.clock.advance(23.9 * HOUR);
    expect(await seen()).toEqual(first);
    provider.clock.advance(0.1 * HOUR);
    expect(await seen()).not.toEqual(first);
    expect(provider.received("attempt")).toEqual(
      new Map([
        ["anna@example.org a1", 2],
        ["boris@example.org a1", 2],
      ]),
    );
  });

  it("does not remember a refused request under its key", async () => {
    expect(await seen("key-1", [{ ...mail("anna"), to: ["nobody"] }])).toMatchObject({ statusCode: 422 });
    expect(await seen("key-1")).toEqual({ ids: ids() });
  });

  it("takes again what comes without a key", async () => {
    await resend.batch.send(pair);
    await resend.batch.send(pair);
    expect(provider.mails).toHaveLength(4);
  });

  it("takes again what another account sends under the same key", async () => {
    await send();
    await new Resend("re_other", { baseUrl: provider.url }).batch.send(pair, { idempotencyKey: "key-1" });
    expect(provider.mails).toHaveLength(4);
  });

  it("refuses a key of more than 256 characters", async () => {
    expect(await seen("k".repeat(257))).toEqual({ name: "invalid_idempotency_key", statusCode: 400 });
    expect(await seen("k".repeat(256))).toEqual({ ids: ids() });
  });
});

describe("validation", () => {
  it.each([
    ["an address without a domain", { ...mail("anna"), to: ["anna"] }, "validation_error"],
    ["a bad sender", { ...mail("anna"), from: "Posthorn" }, "validation_error"],
    ["a line break in the subject", { ...mail("anna"), subject: "a\nb" }, "validation_error"],
    ["an empty subject", { ...mail("anna"), subject: "" }, "validation_error"],
    ["no body", { ...mail("anna"), text: undefined }, "validation_error"],
    ["a tag with a space", { ...mail("anna"), tags: [{ name: "a b", value: "1" }] }, "validation_error"],
    ["a hidden copy", { ...mail("anna"), bcc: "x@example.org" }, "validation_error"],
    ["no recipient", { ...mail("anna"), to: undefined }, "missing_required_field"],
  ])("refuses the whole batch for %s", async (_, bad, name) => {
    const response = await post("/emails/batch", JSON.stringify([mail("boris"), bad]));
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ statusCode: 422, name });
    expect(provider.mails).toHaveLength(0);
    expect(outcomes()).toEqual([`422 ${name}`]);
  });

  it("refuses more than 100 mails, none, and what is no JSON array", async () => {
    const many = Array.from({ length: 101 }, (_, n) => mail(`r${n}`));
    for (const body of [JSON.stringify(many), "[]", "{}", "[{", "", Buffer.from([0x22, 0xff, 0x22])]) {
      expect((await post("/emails/batch", body)).status).toBe(422);
    }
    expect(provider.mails).toHaveLength(0);
    expect(provider.requests).toHaveLength(6);
  });

  it("refuses a batch that holds a bad address, with its message, and takes one without it", async () => {
    provider.badAddress("Boris@example.org", "boris is not known here");
    const { error } = await send();
    expect(error).toEqual({ statusCode: 422, name: "validation_error", message: "boris is not known here" });
    expect(provider.mails).toHaveLength(0);
    await send("key-2", [mail("anna")]);
    expect(provider.mails).toHaveLength(1);
  });

  it("replays a batch taken before one of its addresses went bad", async () => {
    const first = await seen();
    provider.badAddress("boris@example.org");
    expect(await seen()).toEqual(first);
  });

  it("answers unknown paths and methods in JSON, and requests without an API key with 401", async () => {
    const unknownPath = await fetch(`${provider.url}/domains`);
    expect(unknownPath.status).toBe(404);
    expect(await unknownPath.json()).toMatchObject({ name: "not_found" });
    expect((await fetch(provider.url, { method: "HEAD" })).status).toBe(404);
    expect((await fetch(`${provider.url}/emails/batch`)).status).toBe(405);
    const noKey = await fetch(`${provider.url}/emails`, { method: "POST", body: JSON.stringify(pair[0]) });
    expect(noKey.status).toBe(401);
    expect(outcomes()).toEqual([
      "404 not_found",
      "404 not_found",
      "405 method_not_allowed",
      "401 missing_api_key",
    ]);
  });
});

function post(path: string, body: string | Uint8Array<ArrayBuffer>) {
  return fetch(provider.url + path, { method: "POST", headers: { authorization: "Bearer re_test" }, body });
}

interface Case {
  fault: Fault;
  /** What the SDK shows: an error, null for neither data nor error, or how many ids. */
  sees: SdkError | null | number;
  /** How many of the two mails were taken. */
  taken: 0 | 2;
  outcome?: string;
}

const lie = { kind: "status", name: "validation_error", message: "no" } as const;

const cases: Case[] = [
  { fault: { kind: "none" }, sees: 2, taken: 2, outcome: "accepted" },
  { fault: { kind: "slow", ms: 20 }, sees: 2, taken: 2 },
  { fault: { kind: "reset_before" }, sees: unknown, taken: 0, outcome: "reset_before: nothing taken" },
  { fault: { kind: "reset_after" }, sees: unknown, taken: 2, outcome: "reset_after: accepted" },
  { fault: { kind: "cut_after" }, sees: unknown, taken: 2 },
  { fault: { kind: "empty_200", taken: true }, sees: unknown, taken: 2 },
  { fault: { kind: "empty_200", taken: false }, sees: unknown, taken: 0 },
  { fault: { kind: "html_200", taken: true }, sees: unknown, taken: 2 },
  { fault: { kind: "html_200", taken: false }, sees: unknown, taken: 0 },
  { fault: { kind: "null_4xx", status: 422 }, sees: null, taken: 0 },
  { fault: { kind: "null_4xx", status: 401 }, sees: null, taken: 0 },
  { fault: { kind: "too_few_ids" }, sees: 1, taken: 2 },
  { fault: { kind: "too_many_ids" }, sees: 3, taken: 2 },
  {
    fault: { kind: "rate_limited", retryAfter: 7 },
    sees: { name: "rate_limit_exceeded", statusCode: 429 },
    taken: 0,
  },
  {
    fault: { kind: "quota", period: "daily" },
    sees: { name: "daily_quota_exceeded", statusCode: 429 },
    taken: 0,
  },
  {
    fault: { kind: "quota", period: "monthly" },
    sees: { name: "monthly_quota_exceeded", statusCode: 429 },
    taken: 0,
  },
  { fault: { ...lie, code: 500, statusCodeClaimed: 422 }, sees: claimed(422), taken: 0 },
  { fault: { ...lie, code: 500, statusCodeClaimed: 422, taken: true }, sees: claimed(422), taken: 2 },
  { fault: { ...lie, code: 422, statusCodeClaimed: 500 }, sees: claimed(500), taken: 0 },
  {
    fault: { kind: "unauthorized", name: "missing_api_key" },
    sees: { name: "missing_api_key", statusCode: 401 },
    taken: 0,
  },
  {
    fault: { kind: "unauthorized", name: "invalid_api_key", status: 403 },
    sees: { name: "invalid_api_key", statusCode: 403 },
    taken: 0,
  },
  { fault: { kind: "domain_not_verified" }, sees: claimed(403), taken: 0 },
  { fault: { kind: "not_found" }, sees: { name: "not_found", statusCode: 404 }, taken: 0 },
  { fault: { kind: "method_not_allowed" }, sees: { name: "method_not_allowed", statusCode: 405 }, taken: 0 },
  { fault: { kind: "request_timeout" }, sees: { name: "request_timeout", statusCode: 408 }, taken: 0 },
  {
    fault: { kind: "concurrent" },
    sees: { name: "concurrent_idempotent_requests", statusCode: 409 },
    taken: 0,
  },
  { fault: { kind: "other_body" }, sees: { name: "invalid_idempotent_request", statusCode: 409 }, taken: 0 },
  { fault: { kind: "resource_locked" }, sees: { name: "resource_locked", statusCode: 409 }, taken: 0 },
  { fault: { kind: "too_large" }, sees: { name: "payload_too_large", statusCode: 413 }, taken: 0 },
  { fault: { kind: "too_early" }, sees: { name: "too_early", statusCode: 425 }, taken: 0 },
  { fault: { kind: "security" }, sees: { name: "security_error", statusCode: 451 }, taken: 0 },
  {
    fault: { kind: "weird", status: 302, body: "elsewhere" },
    sees: { name: "application_error", statusCode: 302 },
    taken: 0,
  },
  { fault: { kind: "weird", status: 201, body: '{"data":[]}', taken: true }, sees: 0, taken: 2 },
];

function titled(rows: Case[]): [string, Case][] {
  return rows.map((row) => [
    `${JSON.stringify(row.fault)}: the SDK sees ${JSON.stringify(row.sees)}, and ${row.taken} of 2 mails are taken`,
    row,
  ]);
}

function claimed(statusCode: number) {
  return { name: "validation_error", statusCode };
}

describe("faults", () => {
  it.each(titled(cases))("%s", async (_, row) => {
    provider.script(row.fault);
    const answer = await seen();
    expect(answer && "ids" in answer ? answer.ids.length : answer).toEqual(row.sees);
    expect(provider.mails).toHaveLength(row.taken);
    expect(provider.requests).toHaveLength(1);
    if (row.outcome) expect(outcomes()).toEqual([row.outcome]);

    // What was taken is answered again under its key, what was not is taken now: once either way.
    expect(await seen()).toEqual({ ids: ids() });
    expect(provider.mails).toHaveLength(2);
    expect(outcomes()[1]).toBe(row.taken === 2 ? "replayed" : "accepted");
  });

  it.each(["reset_before", "reset_after"] as const)("%s: no HTTP answer reaches the client", async (kind) => {
    provider.script({ kind });
    await expect(post("/emails/batch", JSON.stringify(pair))).rejects.toThrow("fetch failed");
    expect(provider.requests).toMatchObject([{ status: null }]);
  });

  it.each([false, true])("hang (taken: %s): only the client's patience ends it", async (taken) => {
    provider.script({ kind: "hang", taken });
    expect(await givenUp(() => (taken ? provider.mails : provider.requests).length > 0)).toEqual(unknown);
    expect(provider.mails).toHaveLength(taken ? 2 : 0);
    expect(await seen()).toEqual({ ids: ids() });
    expect(provider.mails).toHaveLength(2);
  });

  it("slow: takes the batch although the client has given up, and says so to a second try", async () => {
    const slow = async () => {
      provider.reset();
      provider.script({ kind: "slow", ms: 1500 });
      const accepted = new Promise<void>((resolve) => provider.onAccepted(() => resolve()));
      const begun = performance.now();
      const answers = [await givenUp(() => provider.requests.length > 0), ids(), await seen()];
      const took = performance.now() - begun;
      await accepted;
      return { answers, took };
    };
    let tried = await slow();
    // A machine that stands still until the batch is taken shows nothing of the time before.
    for (let again = 0; again < 4 && tried.took > 1_200; again += 1) tried = await slow();
    expect(tried.answers).toEqual([unknown, [], { name: "concurrent_idempotent_requests", statusCode: 409 }]);
    expect(provider.mails).toHaveLength(2);
  });

  it.each([
    ["too_few_ids", 1],
    ["too_many_ids", 3],
  ] as const)("%s, lasting: every replay has the same %i ids", async (kind, count) => {
    provider.script({ kind, lasting: true });
    const first = await seen();
    expect(first && "ids" in first && first.ids).toHaveLength(count);
    expect(await seen()).toEqual(first);
    expect(provider.mails).toHaveLength(2);
  });

  it("rate_limited: bears the headers that tell when to come back", async () => {
    provider.script({ kind: "rate_limited", retryAfter: 7 });
    const { headers } = await send();
    expect(headers).toMatchObject({ "retry-after": "7", "ratelimit-remaining": "0", "ratelimit-reset": "7" });
  });

  it("a faulty answer to a batch that is itself bad takes nothing", async () => {
    provider.badAddress("boris@example.org");
    provider.script({ kind: "reset_after" });
    expect(await seen()).toEqual(unknown);
    expect(provider.mails).toHaveLength(0);
    expect(outcomes()).toEqual(["reset_after: 422 validation_error"]);
  });

  it("come in the order of the script, then from the rule", async () => {
    provider.script({ kind: "too_large" }, { kind: "none" });
    provider.when(({ key, body, nth }) =>
      key === "k3" && body.length === 2 && nth === 3 ? { kind: "security" } : null,
    );
    for (const key of ["k1", "k2", "k3", "k4"]) await send(key);
    expect(outcomes()).toEqual([
      "too_large: nothing taken",
      "accepted",
      "security: nothing taken",
      "accepted",
    ]);
  });
});

describe("rate limit", () => {
  it("refuses what exceeds it and takes nothing of that, with headers on both answers", async () => {
    provider.rateLimit(1);
    provider.script({ kind: "none" }, { kind: "none" });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => send(`k${n}`)));
    const refused = answers.filter(({ error }) => error?.name === "rate_limit_exceeded");
    const taken = answers.filter(({ data }) => data !== null);
    expect(refused.length).toBeGreaterThan(0);
    expect(taken.length).toBe(20 - refused.length);
    expect(provider.mails).toHaveLength(2 * taken.length);
    for (const { headers } of refused) {
      expect(headers).toMatchObject({ "retry-after": "1", "ratelimit-limit": "1", "ratelimit-reset": "1" });
    }
    for (const { headers } of taken) {
      expect(headers).toMatchObject({ "ratelimit-limit": "1", "ratelimit-remaining": "0" });
      expect(headers).not.toHaveProperty("retry-after");
    }
  });

  it("counts a window of one second from its first request", () => {
    const window = new RateWindow(2);
    const allowed = [5000, 5900, 5999, 6000, 6001, 6002].map((now) => window.take(now).refusal === null);
    expect(allowed).toEqual([true, true, false, true, true, false]);
  });
});

describe("the provider itself", () => {
  it("forgets everything at a reset, and a request still open takes nothing afterwards", async () => {
    provider.clock.advance(HOUR);
    provider.badAddress("anna@example.org");
    provider.when(() => ({ kind: "slow", ms: 50 }));
    const open = seen();
    await expect.poll(() => provider.requests.length).toBe(1);
    provider.reset();
    expect(await open).toEqual(unknown);
    expect([provider.mails, provider.requests]).toEqual([[], []]);
    // Longer under way than the slow one, so that it would show.
    provider.script({ kind: "slow", ms: 100 });
    expect(await seen("key-2")).toEqual({ ids: ids() });
    expect(provider.mails.map(({ key }) => key)).toEqual(["key-2", "key-2"]);
  });

  it("tells a listener of every batch before its answer, and of no replay", async () => {
    const told: unknown[] = [];
    provider.onAccepted((batch) => {
      told.push([batch.key, batch.mails.length]);
    });
    await send();
    await send();
    expect(told).toEqual([["key-1", 2]]);
  });

  it("throws at its end what a rule or a listener threw, and gives the client no answer", async () => {
    const other = await startProvider();
    const client = new Resend("re_test", { baseUrl: other.url });
    other.onAccepted(() => {
      throw new Error("from the test");
    });
    expect((await client.batch.send(pair)).error).toMatchObject(unknown);
    expect(other.mails).toHaveLength(2);
    await expect(other.close()).rejects.toMatchObject({ errors: [{ message: "from the test" }] });
  });

  it("does not turn its clock back", () => {
    expect(() => provider.clock.advance(-1)).toThrow(RangeError);
  });
});
