import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "@/lib/db";
import { World } from "@/tests/support/world";

let world: World;
beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

describe("a worker with empty hands", () => {
  it("that looks out while the last chunk is planned does not take the old answer for the end", async () => {
    const mailing = await world.mailing({ owner: await world.user(), recipients: 100 });
    let lookBegins: () => void = () => undefined;
    let planEnds: () => void = () => undefined;
    const lookBegun = new Promise<void>((resolve) => (lookBegins = resolve));
    const planEnded = new Promise<void>((resolve) => (planEnds = resolve));
    const engine = world.engine({
      settings: { inFlight: 1 },
      reached: (step) => {
        if (step === "chunk_planned") planEnds();
      },
    });
    // The look is answered before the chunk is there and heard of after it.
    engine.db = between(engine.db, {
      async look(answer) {
        const answered = await answer();
        lookBegins();
        await planEnded;
        await sleep(200);
        return answered;
      },
      beforePlan: () => lookBegun,
    });
    await world.tick(engine);
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 100 });
  });
});

function between(
  db: Database,
  hooks: { look(answer: () => Promise<unknown>): Promise<unknown>; beforePlan(): Promise<void> },
): Database {
  return new Proxy(db, {
    get(target, name: keyof Database) {
      if (name === "$queryRaw")
        return (sql: TemplateStringsArray, ...values: unknown[]) => {
          const answer = () => target.$queryRaw(sql, ...values);
          return sql.join("").includes("min(b.available_at)") ? hooks.look(answer) : answer();
        };
      if (name === "$transaction")
        return async (...args: Parameters<Database["$transaction"]>) => {
          await hooks.beforePlan();
          return target.$transaction(...args);
        };
      return target[name];
    },
  });
}
