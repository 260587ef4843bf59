import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET, POST } from "@/app/api/cron/mailings/route";
import { applicationEngine } from "@/lib/engine-host/application-engine";
import { World } from "@/tests/support/world";

let world: World;
beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

function call(authorization?: string): Promise<Response> {
  const headers = authorization === undefined ? undefined : { authorization };
  return GET(new Request("http://posthorn.test/api/cron/mailings", { headers }));
}

describe("GET /api/cron/mailings", () => {
  it.each([undefined, "Bearer", "Bearer wrong", "cron-secret-of-the-tests-0123456789"])(
    "runs nothing for %s",
    async (authorization) => {
      const mailing = await world.mailing({ owner: await world.user(), recipients: 1 });
      expect((await call(authorization)).status).toBe(401);
      expect(await world.attempts(mailing.id)).toEqual([]);
    },
  );

  it("runs what is due with the secret, and answers what it did; called twice at once it sends once", async () => {
    const mailing = await world.mailing({ owner: await world.user(), recipients: 250 });
    const answers = await Promise.all(
      [1, 2, 3].map(() => call("Bearer cron-secret-of-the-tests-0123456789")),
    );
    const reports: { accepted: number }[] = await Promise.all(answers.map((answer) => answer.json()));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(reports.reduce((sum, report) => sum + report.accepted, 0)).toBeGreaterThanOrEqual(250);
    const received = world.provider.received("delivery");
    expect([...received.values()].filter((count) => count !== 1)).toEqual([]);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 250 });
  });

  it.each(["bearer", "BEARER ", "Bearer"])("takes the scheme written as %j, and POST", async (scheme) => {
    const headers = { authorization: `${scheme} cron-secret-of-the-tests-0123456789` };
    const request = new Request("http://posthorn.test/api/cron/mailings", { method: "POST", headers });
    expect((await POST(request)).status).toBe(200);
  });

  it.each([
    ["claimed", false],
    ["settled", true],
  ] as const)(
    "tells of a tick that failed at %s whether it had sent something, so that a scheduler comes back soon",
    async (failing, sent) => {
      await world.mailing({ owner: await world.user(), recipients: 100 });
      const engine = applicationEngine();
      const { reached, report } = engine;
      engine.report = () => undefined;
      engine.reached = (step) => {
        if (step === failing) throw new Error("the tick fails");
      };
      try {
        const answer = await call("Bearer cron-secret-of-the-tests-0123456789");
        expect(answer.status).toBe(500);
        expect(await answer.json()).toEqual({ error: "tick_failed", sent });
      } finally {
        Object.assign(engine, { reached, report });
      }
    },
  );
});
