import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { forgetEnv } from "@/lib/env";
import { askDomainState } from "@/lib/health/looks";
import { senderDomainState } from "@/lib/mailings/sender-facts";

const PATIENCE = 30_000;

interface Said {
  status: number;
  body: unknown;
}

/** A provider that says what it is told to, by path; to all else that nothing is there. */
let answers: Map<string, Said | "silence">;
let asked: { url: string; authorization: string | undefined }[];
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = request.url ?? "";
    asked.push({ url, authorization: request.headers.authorization });
    const said = answers.get(url) ?? answers.get(url.split("?")[0] ?? "") ?? { status: 404, body: {} };
    if (said === "silence") return;
    response.writeHead(said.status, { "content-type": "application/json" });
    response.end(typeof said.body === "string" ? said.body : JSON.stringify(said.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The provider has no port.");
  Object.assign(process.env, {
    ...{ NODE_ENV: "test", DATABASE_URL: "postgresql://127.0.0.1/none", APP_URL: "http://posthorn.test" },
    ...{ AUTH_SECRET: "auth-secret-0123456789-0123456789-0123456789", CRON_SECRET: "cron-secret-0123456789" },
    UNSUBSCRIBE_SECRET: "unsubscribe-secret-0123456789-0123456789",
    ...{ RESEND_API_KEY: "re_test", RESEND_BASE_URL: `http://127.0.0.1:${address.port}` },
    ...{ RESEND_FROM: "Posthorn <mail@News.Posthorn.test>", CACHE_ENABLED: "off" },
  });
  forgetEnv();
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  answers = new Map();
  asked = [];
});

const domain = (name: string, status: string) => ({ id: `id of ${name}`, name, status });
const list = (...data: unknown[]) => ({ status: 200, body: { object: "list", has_more: false, data } });
const refusal = (status: number, name: string, message = "No.") => ({
  status,
  body: { statusCode: status, name, message },
});
const records = (...statuses: [string, string][]) => ({
  status: 200,
  body: { records: statuses.map(([record, status]) => ({ record, status })) },
});

describe("the domain that mails come from", () => {
  it.each<[string, Said, string]>([
    ["verified", list(domain("a.test", "verified"), domain("news.posthorn.test", "verified")), "verified"],
    ["pending", list(domain("news.posthorn.test", "pending")), "pending"],
    ["not begun", list(domain("news.posthorn.test", "not_started")), "pending"],
    ["failed", list(domain("news.posthorn.test", "failed")), "failed"],
    ["failed for a while", list(domain("news.posthorn.test", "temporary_failure")), "failed"],
    ["unknown, its parent being verified", list(domain("posthorn.test", "verified")), "not_found"],
    ["hidden from a key that may only send", refusal(401, "restricted_api_key"), "hidden"],
    ["refused to a wrong key", refusal(400, "validation_error", "API key is invalid"), "key_refused"],
    ["refused to a key of nobody", refusal(403, "invalid_api_key"), "key_refused"],
    ["asked too often for", refusal(429, "rate_limit_exceeded"), "unknown"],
    ["behind a proxy's page", { status: 502, body: "<h1>Bad gateway</h1>" }, "unknown"],
    ["told in another way", { status: 200, body: { domains: [] } }, "unknown"],
    ["told in no JSON", { status: 200, body: "ok" }, "unknown"],
  ])("is told as it is: %s", async (_name, said, state) => {
    answers.set("/domains", said);
    expect(await askDomainState("news.posthorn.test", PATIENCE)).toBe(state);
    expect(asked).toEqual([{ url: "/domains?limit=100", authorization: "Bearer re_test" }]);
  });

  it("is verified where only its receiving is not, and pending where its sending is not", async () => {
    answers.set("/domains", list({ ...domain("news.posthorn.test", "partially_verified"), id: "d1" }));
    answers.set("/domains/d1", records(["SPF", "verified"], ["DKIM", "verified"], ["Receiving", "pending"]));
    expect(await askDomainState("news.posthorn.test", PATIENCE)).toBe("verified");
    answers.set("/domains/d1", records(["SPF", "verified"], ["DKIM", "pending"], ["Receiving", "verified"]));
    expect(await askDomainState("news.posthorn.test", PATIENCE)).toBe("pending");
  });

  it("is looked for on the pages that follow, and no more than five are asked for", async () => {
    const more = (id: string, name: string) => ({
      status: 200,
      body: { has_more: true, data: [{ id, name, status: "verified" }] },
    });
    answers.set("/domains", more("d1", "a.test"));
    answers.set("/domains?limit=100&after=d1", list(domain("news.posthorn.test", "verified")));
    expect(await askDomainState("news.posthorn.test", PATIENCE)).toBe("verified");
    answers.set("/domains?limit=100&after=d1", more("d1", "b.test"));
    asked = [];
    expect(await askDomainState("news.posthorn.test", PATIENCE)).toBe("unknown");
    expect(asked).toHaveLength(5);
  });

  it("is unknown where the provider says nothing in time, and where nobody listens", async () => {
    answers.set("/domains", "silence");
    expect(await askDomainState("news.posthorn.test", 100)).toBe("unknown");
    const url = process.env.RESEND_BASE_URL;
    process.env.RESEND_BASE_URL = "http://127.0.0.1:9";
    forgetEnv();
    expect(await askDomainState("news.posthorn.test", PATIENCE)).toBe("unknown");
    process.env.RESEND_BASE_URL = url;
    forgetEnv();
  });

  it("is the one of RESEND_FROM, whatever its letters", async () => {
    answers.set("/domains", list(domain("NEWS.posthorn.test", "verified")));
    expect(await senderDomainState()).toBe("verified");
  });

  it("is asked for once in three minutes for all who look, in all copies of the code, though nothing is cached", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-21T12:00:00Z") });
    try {
      answers.set("/domains", list(domain("news.posthorn.test", "pending")));
      const states = await Promise.all(Array.from({ length: 50 }, () => senderDomainState()));
      expect(new Set(states)).toEqual(new Set(["pending"]));
      vi.resetModules();
      const copy = await import("@/lib/mailings/sender-facts");
      expect(await copy.senderDomainState()).toBe("pending");
      expect(asked).toHaveLength(1);
      answers.set("/domains", list(domain("news.posthorn.test", "verified")));
      vi.setSystemTime(new Date("2026-11-21T12:03:00Z"));
      expect(await senderDomainState()).toBe("verified");
      expect(asked).toHaveLength(2);
    } finally {
      vi.useRealTimers();
    }
  });
});
