import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findThings } from "@/lib/palette/find-things";
import { World, type User } from "@/tests/support/world";

let world: World;
let owner: User;
let mailing: string;

beforeAll(async () => {
  world = await World.create();
  owner = await world.user();
  ({ id: mailing } = await world.mailing({ owner, recipients: 1, message: { subject: "Autumn 50%" } }));
  await world.db.mailing.update({ where: { id: mailing }, data: { name: "Autumn 50%" } });
  await world.db.recipientList.create({ data: { ownerId: owner.id, name: "Autumn 50%" } });
  await world.db.recipient.create({
    data: { ownerId: owner.id, email: "autumn@example.com", name: "Autumn 50%" },
  });
});
afterAll(() => world.close());

it("finds one's own by any part of the name, without case, and takes % as it is", async () => {
  const found = await findThings(owner, " UMN 50% ");
  expect(found.map(({ kind, text, detail }) => [kind, text, detail])).toEqual([
    ["mailing", "Autumn 50%", ""],
    ["message", "Autumn 50%", ""],
    ["list", "Autumn 50%", ""],
    ["recipient", "autumn@example.com", "Autumn 50%"],
  ]);
  expect(found[0]?.href).toBe(`/mailings/${mailing}`);
  expect(await findThings(owner, "%%")).toEqual([]);
  expect(await findThings(owner, "  ")).toEqual([]);
});

it("finds nobody else's, but everybody's to read for who watches over them", async () => {
  for (const other of [await world.user(), await world.user("content_manager"), janitor])
    expect(await findThings(other, "autumn"), other.role).toEqual([]);
  const watched = await findThings(await world.user("manager"), "autumn");
  expect(watched.map(({ kind, href }) => [kind, href.split("/").slice(1, -1).join("/")])).toEqual([
    ["mailing", "mailings"],
    ["message", "admin/messages"],
    ["list", "admin/recipients/lists"],
    ["recipient", "admin/recipients"],
  ]);
  expect(watched.every(({ detail }) => detail.includes("Vera Owner"))).toBe(true);
});

const janitor: User = { id: randomUUID(), role: "janitor" };
