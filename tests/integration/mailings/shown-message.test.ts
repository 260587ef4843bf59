import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { shownMessage } from "@/lib/mailings/shown-message";
import { World } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read }));

let world: World;
beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

it("shows the form of a mailing one's own message as its newest recipient gets it, and nobody else's", async () => {
  const owner = await world.user();
  const { id } = await world.db.message.create({
    data: { ownerId: owner.id, subject: "For {{name}}", html: "<p>Dear {{name}}</p>", text: "Dear {{name}}" },
  });
  await world.db.recipient.create({ data: { ownerId: owner.id, email: "vera@mail.test", name: "Vera" } });
  const shown = await shownMessage(owner, id);
  expect(shown).toMatchObject({ ok: true, value: { subject: "For Vera", reader: "Vera <vera@mail.test>" } });
  expect(shown.ok && shown.value.html).toContain("Dear Vera");
  for (const role of ["user", "manager", "admin"] as const)
    expect(await shownMessage(await world.user(role), id)).toMatchObject({ ok: false, code: "not_found" });
});
