import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { GET } from "@/app/api/recipients/[id]/data/route";
import { Person } from "@/tests/integration/erasing/person";
import { runCommandOn } from "@/tests/support/run-command";
import { World, type User } from "@/tests/support/world";

const session = vi.hoisted(() => ({ user: null as { id: string; role: string } | null }));
vi.mock("@/lib/auth/session", () => ({ currentUser: () => Promise.resolve(session.user) }));

let world: World;
let owner: User;
let person: Person;
let ownerEmail: string;
let folder: string;

beforeAll(async () => {
  [world, folder] = await Promise.all([World.create(), mkdtemp(path.join(tmpdir(), "posthorn-export-"))]);
  owner = await world.user();
  ownerEmail = (await world.db.user.findUniqueOrThrow({ where: { id: owner.id } })).email;
  person = new Person(world, owner);
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

it("what is stored of a person is one file of their owner's, and recipients:erase leaves nothing of it", async () => {
  const { email, name, city } = person;
  const sent = await person.mailing();
  await world.settleDown();
  await person.event("email.bounced", await person.delivery(sent.id));
  const { id } = await person.recipient();
  const asked = () => GET(new Request("http://posthorn.test"), { params: Promise.resolve({ id }) });
  session.user = await world.user();
  expect((await asked()).status).toBe(404);
  session.user = owner;
  const answer = await asked();
  expect(answer.headers.get("Content-Disposition")).toBe('attachment; filename="recipient.json"');
  expect(await answer.json()).toMatchObject({
    address: email,
    recipient: { email, name, fields: { city } },
    lists: [{ name: expect.stringMatching(/^List/) as string }],
    suppressions: [{ reason: "bounced", liftedAt: null }],
    deliveries: [
      {
        ...{ address: email, name, status: "accepted", fate: "bounced", subject: "News for {{name|you}}" },
        events: [{ type: "email.bounced", detail: { bounce: { message: `<${email}> is full` } } }],
      },
    ],
  });

  const args = ["--owner", ownerEmail, email.toUpperCase(), "--yes"];
  const erased = await runCommandOn(world, "recipients:erase", args);
  expect(erased).toMatchObject({ code: 0, stderr: "" });
  expect(erased.stdout).toMatch(/: a recipient in 1 list, 1 delivery, 1 suppression\. [^\n]*\nErased\.\n$/);
  await person.expectGone();
  expect((await person.imported(`email\n${email}\n`)).summary).toMatchObject({ erased: 1 });
});

it("recipients:export writes a list or everybody as CSV that an import reads, readable to its owner alone", async () => {
  const { listId, addresses } = await world.mailing({
    owner,
    recipients: 2,
    startLocal: "2030-01-01T09:00:00",
  });
  const { name } = await world.db.recipientList.findUniqueOrThrow({ where: { id: listId } });
  const output = path.join(folder, "list.csv");
  const args = ["--owner", ownerEmail, "--list", name, "--output", output];
  expect(await runCommandOn(world, "recipients:export", args)).toMatchObject({
    ...{ code: 0, stderr: "", stdout: `Written to ${output}.\n` },
  });
  const [head, ...lines] = (await readFile(output, "utf8")).split("\r\n");
  expect(head).toBe("\ufeffemail,name,comment,suppressed");
  // Of two ids of one millisecond either may be the first.
  expect(lines.sort()).toEqual(["", ...addresses.map((to, n) => `${to},Reader ${n + 1},,`)].sort());
  expect((await stat(output)).mode & 0o777).toBe(0o600);
  const nobody = ["--owner", ownerEmail, "--address", "nobody@mail.test"];
  expect(await runCommandOn(world, "recipients:export", nobody)).toEqual({
    ...{ code: 1, stdout: "", stderr: "Nothing is stored of nobody@mail.test.\n" },
  });
});
