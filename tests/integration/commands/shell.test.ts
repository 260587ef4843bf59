import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandOn } from "@/tests/support/run-command";
import { World } from "@/tests/support/world";

let world: World;
beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

describe("npm run shell", () => {
  it("has the database and the commands at hand, and ends with its input", async () => {
    const mailing = await world.mailing({ owner: await world.user(), recipients: 3 });
    const lines = [
      "await tick()",
      "await db.delivery.count({ where: { status: 'accepted' } })",
      "await verify()",
      "await turnClock('1 day')",
      "",
    ];
    const { code, stdout } = await runCommandOn(world, "shell", [], {}, lines.join("\n"));
    expect(code).toBe(0);
    expect(stdout).toContain("At hand: db, tick, turnClock, verify, createMailing");
    expect(stdout).toContain("accepted: 3");
    expect(stdout).toContain("[]");
    // Its provider is not the embedded mailbox.
    expect(stdout).toContain(
      "The clock is turned only where database and mailbox are both the embedded ones.",
    );
    expect(await world.deliveriesByStatus(mailing.id)).toEqual({ accepted: 3 });
  });
});
