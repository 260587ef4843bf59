import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { updateTag } from "next/cache";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { hashPassword } from "@/lib/auth/password";
import { readSession } from "@/lib/auth/session-cookie";
import { comparedToken } from "@/lib/auth/session-token";
import { openJob } from "@/lib/jobs/commands";
import { BULK } from "@/lib/recipients/bulk";
import { contents, forgetTargets } from "@/tests/integration/rights/contents";
import type { Action, Line, Target } from "@/tests/integration/rights/lines";
import { tagsOfWrites } from "@/tests/integration/rights/tags";
import { table } from "@/tests/integration/rights/table";
import { everyone, type Who } from "@/tests/support/everyone";
import { inProject, routeOf, sourceFiles } from "@/tests/support/source-files";
import { tokenOf } from "@/tests/support/session-token";
import { World, type User } from "@/tests/support/world";

class Redirected extends Error {
  constructor(readonly to: string) {
    super(to);
  }
}

// Sessions are Next's and the sign-in library's; whom a session belongs to is asked of the database all the same.
vi.mock("@/lib/auth/next-auth", () => ({
  signIn: vi.fn(),
  signOut: vi.fn(),
  SignInRefused: class extends Error {},
}));
vi.mock("@/lib/auth/session-cookie", () => ({ readSession: vi.fn() }));
vi.mock("@/lib/i18n/navigation", () => ({
  redirect: ({ href }: { href: string }) => {
    throw new Redirected(href);
  },
  getPathname: ({ href }: { href: string }) => href,
}));
vi.mock("next/navigation", () => ({ redirect: vi.fn() }));
vi.mock("next/headers", () => ({
  headers: () => Promise.resolve(new Headers({ "next-action": "as by script" })),
  cookies: () => Promise.resolve({ get: () => undefined, set: () => undefined }),
}));
vi.mock("next/cache", () => ({
  refresh: vi.fn(),
  updateTag: vi.fn(),
  unstable_cache: (read: unknown) => read,
}));
vi.mock("next/server", () => ({ after: vi.fn() }));

const files = ["app", "components", "lib"]
  .flatMap(sourceFiles)
  .filter(
    (file) => /\.tsx?$/.test(file) && /^\s*"use server";$/m.test(readFileSync(inProject(file), "utf8")),
  );

const actions = new Map<string, Action>();
for (const file of files) {
  const exports = (await import(inProject(file))) as Record<string, Action>;
  for (const [name, action] of Object.entries(exports)) actions.set(`${routeOf(file)} ${name}`, action);
}

let world: World;
let people: Map<Who, User>;
let passwordHash: string;
/** Somebody whose things nobody asks for, and who therefore keeps them. */
let bystander: Target;

beforeAll(async () => {
  world = await World.create({ keepBodies: true });
  people = new Map<Who, User>([
    ["other user", await world.user()],
    ["manager", await world.user("manager")],
    ["content manager", await world.user("content_manager")],
    ["admin", await world.user("admin")],
  ]);
  passwordHash = await hashPassword("a password of everybody");
  bystander = await makeTarget();
  await world.db.user.updateMany({ data: { passwordHash } });
});
afterAll(() => world.close());
beforeEach(async () => {
  await forgetTargets(world, bystander.ownerId);
  vi.mocked(readSession).mockReset();
  vi.mocked(updateTag).mockClear();
});

it("there is no action that the table does not know, and none in it that is not there", () => {
  expect([...actions.keys()].toSorted()).toEqual(Object.keys(table).toSorted());
});

it("actions stand where they are looked for: in files of their own, beside their pages", () => {
  expect(files.filter((file) => !/^app\/.*\/actions\.ts$/.test(file))).toEqual([]);
});

describe.each(Object.entries(table))("%s", (name, line) => {
  it.each(everyone)("asked by %s", async (who) => {
    const action = actions.get(name);
    if (action === undefined) throw new Error(`There is no action ${name}.`);
    const target = await makeTarget();
    if (who === "blocked") await block(target.ownerId);
    await signInAs(who, target);
    const before = await contents(world);
    const outcome = await outcomeOf(action, line.args(target));
    if (line.answers[who] === null) expect(outcome).toBeNull();
    else expect(outcome).toMatchObject(line.answers[who] as object);
    const after = await contents(world);
    expectOnly(line.changes[who], { before, after, who, target });
    const refreshed = vi.mocked(updateTag).mock.calls.map(([tag]) => tag);
    expect(refreshed, "tags of what was written").toEqual(
      expect.arrayContaining([...tagsOfWrites(before, after)]),
    );
  });
});

it.each(Object.entries(table))("%s answers somebody who sends a NUL in every field", async (name, line) => {
  const action = actions.get(name);
  const who = everyone.find((one) => line.changes[one] !== undefined) ?? "owner";
  const target = await makeTarget();
  await signInAs(who, target);
  await expect(outcomeOf(action as Action, line.args(target).map(withNul))).resolves.not.toBeInstanceOf(
    Error,
  );
});

/** A form in which every text ends with a NUL, which no text of PostgreSQL may hold. */
function withNul(argument: unknown): unknown {
  if (!(argument instanceof FormData)) return argument;
  const form = new FormData();
  for (const [name, value] of argument) {
    if (typeof value === "string") form.append(name, value === "" ? value : `${value}\0`);
    else form.append(name, value);
  }
  return form;
}

async function makeTarget(): Promise<Target> {
  const owner = await world.user();
  await world.db.user.update({ where: { id: owner.id }, data: { passwordHash } });
  const { id, listId } = await world.mailing({ owner, recipients: 1, startLocal: "2030-01-01T09:00:00" });
  const { id: postId } = await world.db.post.create({
    data: {
      authorId: owner.id,
      slug: randomUUID(),
      language: "en",
      title: "T",
      source: "Text",
      body: "<p>Text</p>",
    },
    select: { id: true },
  });
  const { messageId } = await world.db.mailing.findUniqueOrThrow({
    where: { id },
    select: { messageId: true },
  });
  const recipient = await world.db.recipient.findFirstOrThrow({ where: { ownerId: owner.id } });
  const suppression = await world.db.suppression.create({
    data: { ownerId: owner.id, email: recipient.email, reason: "bounced" },
  });
  const field = await world.db.field.create({ data: { ownerId: owner.id, name: "city" } });
  const job = await openJob(world.db, BULK, {
    ownerId: owner.id,
    input: { change: { what: "delete" }, target: { ids: [recipient.id] } },
    total: 1,
  });
  const draftId = randomUUID();
  const fields = { subject: "", preheader: "", format: "html", source: "Half", textIsOwn: false, text: "" };
  await world.db.messageDraft.create({
    data: { id: draftId, writer: draftId, ownerId: owner.id, messageId, fields, savedAt: new Date() },
  });
  const before = { subject: "Before", preheader: "", html: "<p>Before</p>", text: "Before", source: "" };
  const { id: versionId } = await world.db.messageVersion.create({
    data: { ...before, messageId, format: "html", textIsOwn: false, savedAt: new Date() },
  });
  return {
    ...{ jobId: job.id, draftId, versionId },
    ...{ ownerId: owner.id, mailingId: id, messageId, postId, listId },
    recipientId: recipient.id,
    recipientVersion: recipient.updatedAt.getTime(),
    suppressionId: suppression.id,
    fieldId: field.id,
  };
}

async function block(userId: string): Promise<void> {
  await world.db.user.update({
    where: { id: userId },
    data: { blockedAt: new Date(), blockedReason: "Complaints" },
  });
}

/** Puts a session where the sign-in library would find one in the cookie: begun before whatever happened since. */
async function signInAs(who: Who, target: Target): Promise<void> {
  const id = userOf(who, target);
  if (id === null) {
    vi.mocked(readSession).mockResolvedValue(null);
    return;
  }
  const { sessionVersion } = await world.db.user.findUniqueOrThrow({ where: { id } });
  vi.mocked(readSession).mockResolvedValue(await comparedToken(tokenOf(id, sessionVersion)));
}

function userOf(who: Who, { ownerId }: Target): string | null {
  if (who === "visitor") return null;
  return who === "owner" || who === "blocked" ? ownerId : (people.get(who)?.id ?? null);
}

async function outcomeOf(action: Action, args: unknown[]): Promise<unknown> {
  try {
    return await action(...(args as never[]));
  } catch (error) {
    if (error instanceof Redirected) return { redirect: error.to };
    throw error;
  }
}

interface Happened {
  before: Map<string, string>;
  after: Map<string, string>;
  who: Who;
  target: Target;
}

function expectOnly(allowed: Line["changes"][Who], { before, after, who, target }: Happened): void {
  const touched = [...before].filter(([row, text]) => after.get(row) !== text).map(([row]) => row);
  const made = [...after.keys()].filter((row) => !before.has(row));
  switch (allowed) {
    case undefined:
      expect({ touched, made }).toEqual({ touched: [], made: [] });
      break;
    case "the target's": {
      // Never nothing: an action that did nothing would pass every other line.
      expect(touched.length + made.length).toBeGreaterThan(0);
      const theirs = new Set([
        `users ${target.ownerId}`,
        `mailings ${target.mailingId}`,
        `posts ${target.postId}`,
        `message_drafts ${target.draftId}`,
      ]);
      const chosen = `mailing_lists ${target.mailingId}`;
      const isTheirs = (row: string) =>
        theirs.has(row) || row.startsWith(chosen) || isAmongRecipients(row, before.get(row), target);
      expect(touched.filter((row) => !isTheirs(row))).toEqual([]);
      expect(
        made.filter((row) => !/^(attempts|audit_events|jobs|message_drafts|message_versions) /.test(row)),
      ).toEqual([]);
      break;
    }
    case "their own": {
      const own = `users ${userOf(who, target) ?? "nobody"}`;
      expect({ touched: touched.filter((row) => row !== own), made }).toEqual({ touched: [], made: [] });
      break;
    }
    case "an article":
      expect(touched).toEqual([]);
      expect(made).toEqual([expect.stringMatching(/^posts /)]);
      break;
    case "recipients of their own":
      expect(touched).toEqual([]);
      expect(made.length).toBeGreaterThan(0);
      expect(made.filter((row) => !isOfRecipients(row))).toEqual([]);
      expect(made.filter((row) => row.startsWith("members ")).length).toBeLessThanOrEqual(1);
      for (const row of made.filter((one) => !one.startsWith("members ")))
        expect(after.get(row)).toContain(userOf(who, target));
      break;
    case "anything new":
      expect(touched.filter((row) => row.startsWith("mailings ") || row.includes(target.ownerId))).toEqual(
        [],
      );
      break;
  }
}

function isOfRecipients(row: string): boolean {
  return /^(recipients|fields|lists|members|suppressions|jobs|mailing_lists|mailing_excluded_lists|mailing_recipients) /.test(
    row,
  );
}

/** A row of the target's recipients, lists and suppressions, or one that went with them. */
function isAmongRecipients(row: string, text: string | undefined, { ownerId, listId }: Target): boolean {
  return isOfRecipients(row) && [ownerId, listId].some((id) => text?.includes(id) === true);
}
