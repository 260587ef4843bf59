import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST as oneClick } from "@/app/api/unsubscribe/[token]/route";
import { createRecipient } from "@/lib/recipients/commands";
import { previewPaste, savePaste } from "@/lib/recipients/paste-commands";
import { unsubscribeToken } from "@/lib/sending/unsubscribe-token";
import { suppressByHand } from "@/lib/suppressions/manual";
import { readUnsubscribe } from "@/lib/suppressions/queries";
import { Person } from "@/tests/integration/erasing/person";
import { UNSUBSCRIBE_SECRET, World, type User } from "@/tests/support/world";

// The cache belongs to Next's server.
vi.mock("next/cache", () => ({ revalidateTag: vi.fn(), unstable_cache: vi.fn() }));

let world: World;
let owner: User;
let person: Person;
let email: string;
let name: string;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.forget();
  owner = await world.user();
  person = new Person(world, owner);
  ({ email, name } = person);
  await person.mailing();
  await world.settleDown();
  await person.erase();
});

const input = (again?: "on") => ({ email, name, comment: "", fields: [], lists: [], again });

describe("an erased address", () => {
  it("stays out of an import, whatever the file says of it, and the report says why", async () => {
    const { summary, report } = await person.imported(`email,name\n${email},${name}\nolga@mail.test,Olga\n`);
    expect(summary).toMatchObject({ rows: 2, added: 1, erased: 1 });
    expect(report).toContain(`2,erased,data erased; add by hand who agreed again,${email}\n`);
    expect((await person.imported(`email,status\n${email},unsubscribed\n`)).summary).toMatchObject({
      erased: 1,
      suppressed: 0,
    });
    await person.expectGone();
  });

  it("stays out of a paste and of suppressions by hand", async () => {
    expect(await previewPaste(owner, `${name} <${email}>`)).toMatchObject({
      value: { people: 0, erased: 1 },
    });
    const saved = await savePaste(owner, {
      text: `${name} <${email}>`,
      list: "",
      newList: "",
      consent: "on",
    });
    expect(saved).toMatchObject({ value: { added: 0, erased: 1 } });
    const note = "";
    expect(await suppressByHand(owner, { emails: [email], note })).toMatchObject({
      value: { added: 0, erased: 1 },
    });
    await person.expectGone();
  });

  it("comes in again by the form alone, and only where somebody says that they agreed again", async () => {
    expect(await createRecipient(owner, input())).toMatchObject({ faults: { email: "address_erased" } });
    await person.expectGone();
    expect(await createRecipient(owner, input("on"))).toMatchObject({ ok: true });
    expect((await person.imported(`email,name\n${email},${name}\n`)).summary).toMatchObject({
      unchanged: 1,
      erased: 0,
    });
    const next = await person.mailing();
    await world.settleDown();
    expect(await world.deliveriesByStatus(next.id)).toEqual({ accepted: 3 });
  });

  it("is not brought back by late events and by unsubscribe links, which show a plain page", async () => {
    const delivery = await world.db.delivery.findFirstOrThrow({
      where: { address: { startsWith: "erased-" } },
    });
    await person.event("email.bounced", delivery);
    await person.event("email.complained", delivery);
    await person.expectGone();
    expect(await world.db.suppression.count({ where: { ownerId: owner.id } })).toBe(0);
    const token = unsubscribeToken(delivery.id, UNSUBSCRIBE_SECRET);
    expect(await readUnsubscribe(token)).toMatchObject({ erased: true });
    const request = new Request(`http://posthorn.test/api/unsubscribe/${token}`, { method: "POST" });
    expect((await oneClick(request, { params: Promise.resolve({ token }) })).status).toBe(200);
    expect(await world.db.suppression.count({ where: { ownerId: owner.id } })).toBe(0);
  });
});
