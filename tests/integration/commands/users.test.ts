import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { callerFrom } from "@/tests/support/caller";
import { runCommandOn } from "@/tests/support/run-command";
import { World } from "@/tests/support/world";

const PASSWORD = "correct horse battery";

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.close());

it("users:create-admin makes an admin who can sign in, writes it down, and leaves an account that is there alone", async () => {
  const email = `${randomUUID()}@people.test`;
  const args = ["--email", email.toUpperCase(), "--name", " Ada  Keeper ", "--password-stdin"];
  const first = await runCommandOn(world, "users:create-admin", args, {}, `${PASSWORD}\n`);
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(first.stdout).not.toContain(PASSWORD);
  expect(await signInWithPassword({ email, password: PASSWORD }, callerFrom(null))).toMatchObject({
    ok: true,
  });
  const user = await world.db.user.findUniqueOrThrow({ where: { email } });
  expect(user).toMatchObject({ role: "admin", name: "Ada Keeper" });
  const entry = { action: "account_created", actorId: null, targetId: user.id, targetName: email };
  expect(await world.db.auditEvent.findMany({ where: { targetId: user.id } })).toEqual([
    expect.objectContaining(entry),
  ]);

  const second = await runCommandOn(world, "users:create-admin", args, {}, "quite another password\n");
  expect(second).toMatchObject({ code: 1, stdout: "" });
  expect(second.stderr).toMatch(/^[^\n]*has an account already[^\n]*\n$/);
  expect(await signInWithPassword({ email, password: PASSWORD }, callerFrom(null))).toMatchObject({
    ok: true,
  });

  const short = await runCommandOn(
    world,
    "users:create-admin",
    [...args.with(1, "b@people.test")],
    {},
    "short\n",
  );
  expect(short).toMatchObject({ code: 2, stderr: "A password has at least 12 characters.\n" });
  expect(await world.db.user.count({ where: { email: "b@people.test" } })).toBe(0);
});

it("users:set-role gives a role, ends sessions, writes it down, and says what it cannot do", async () => {
  const { id } = await world.user();
  const { email } = await world.db.user.findUniqueOrThrow({ where: { id } });
  expect(await runCommandOn(world, "users:set-role", [email, "manager"])).toMatchObject({
    code: 0,
    stderr: "",
  });
  expect(await world.db.user.findUniqueOrThrow({ where: { id } })).toMatchObject({
    role: "manager",
    sessionVersion: 2,
  });
  expect(await world.db.auditEvent.findMany({ where: { targetId: id } })).toEqual([
    expect.objectContaining({
      action: "role_changed",
      actorId: null,
      detail: { from: "user", to: "manager" },
    }),
  ]);
  const again = await runCommandOn(world, "users:set-role", [email, "manager"]);
  expect(again).toMatchObject({ code: 1, stderr: `${email} has that role already.\n` });
  const nobody = await runCommandOn(world, "users:set-role", ["nobody@people.test", "admin"]);
  expect(nobody).toMatchObject({
    code: 1,
    stderr: "Nobody has an account with the address nobody@people.test.\n",
  });
});
