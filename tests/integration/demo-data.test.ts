import { randomUUID } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { database, type Database } from "@/lib/db";
import { forgetEnv } from "@/lib/env";
import { startByHand } from "@/lib/mailings/commands";
import { holds } from "@/lib/mailings/status";
import { applicationEngine } from "@/lib/engine-host/application-engine";
import { tick } from "@/lib/sending/tick";
import { verifyLedger } from "@/lib/sending/verify";
import { loadDemoDataOnce, showDemoAccounts } from "@/scripts/application/demo-accounts";
import { deployMigrations } from "@/scripts/database/migrations";
import { adoptEnv, startServices, type Services } from "@/scripts/embedded/services";
import { insertAccounts, makeAccounts } from "@/scripts/seed/accounts";
import { loadDemoData, removeDemoData } from "@/scripts/seed/demo-data";
import { callerFrom } from "@/tests/support/caller";
import { makeDataFolder } from "@/tests/support/embedded-services";

const DAY_MS = 24 * 3_600_000;

let db: Database;
let services: Services;
let folder: string;
let removeFolder: () => Promise<void>;

beforeAll(async () => {
  ({ folder, remove: removeFolder } = await makeDataFolder());
  services = await startServices({ POSTHORN_DATA: folder, NODE_ENV: "test" });
  adoptEnv(services);
  // Nobody is to be told that pages changed.
  process.env.APP_URL = "http://127.0.0.1:9";
  process.env.POSTHORN_DATA = folder;
  process.env.RESEND_FROM = "Posthorn <mail@posthorn.example>";
  forgetEnv();
  await deployMigrations(services.env.DATABASE_URL ?? "");
  db = database();
});
afterAll(async () => {
  await db.$disconnect();
  await services.stop();
  await removeFolder();
});

describe("demo data", () => {
  it("is refused where database or mailbox are not the embedded ones, and nothing is written", async () => {
    for (const marks of ["", "database", "mailbox"]) {
      process.env.POSTHORN_EMBEDDED = marks;
      forgetEnv();
      await expect(loadDemoData()).rejects.toThrow("both the embedded ones");
    }
    adoptEnv(services);
    expect(await db.user.count()).toBe(0);
  });

  it("is there whole or not at all", async () => {
    await db.$executeRaw`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the disk is full'; END $$`;
    await db.$executeRaw`
      CREATE TRIGGER refuse BEFORE INSERT ON mailings FOR EACH ROW EXECUTE FUNCTION refuse()`;
    await expect(loadDemoData()).rejects.toThrow("the disk is full");
    expect([await db.user.count(), await db.recipient.count(), await db.image.count()]).toEqual([0, 0, 0]);
    await db.$executeRaw`DROP FUNCTION refuse CASCADE`;
  });
});

describe("a first start that was killed while the demo data was loaded", () => {
  const keptFile = () => path.join(folder, "demo-accounts.json");

  beforeAll(async () => {
    const made = await makeAccounts();
    await insertAccounts(db, made);
    const accounts = Object.values(made).map(({ account }) => account);
    await writeFile(keptFile(), JSON.stringify({ complete: false, accounts }));
  });

  it("leaves everything as it is where somebody else has registered since", async () => {
    const guest = await db.user.create({
      data: { email: "guest@people.test", name: "Guest", passwordHash: "-" },
    });
    expect(await loadDemoDataOnce()).toBe(false);
    expect(await db.user.count()).toBe(6);
    await db.user.delete({ where: { id: guest.id } });
  });

  it("is begun anew by the next one, which keeps the passwords from everybody but its owner until they are shown", async () => {
    const before = await readFile(keptFile(), "utf8");
    expect(await loadDemoDataOnce()).toBe(true);
    const after = await readFile(keptFile(), "utf8");
    expect(after).not.toBe(before);
    expect((await stat(keptFile())).mode & 0o777).toBe(0o600);
    expect(await db.user.count()).toBe(5);
    expect(await db.recipient.count()).toBe(1_169);
    expect(await loadDemoDataOnce()).toBe(false);
    expect(await readFile(keptFile(), "utf8")).toBe(after);
  });

  it("shows the accounts once, a user's first, and each signs in", async () => {
    const shown = await printed(showDemoAccounts);
    const rows = shown.flatMap((line) => {
      const [, role, email, password] = /^ {2}(\S+) +(\S+@\S+) +(\S+)$/.exec(line) ?? [];
      return email === undefined || password === undefined ? [] : [{ role, email, password }];
    });
    expect(rows).toHaveLength(5);
    expect(rows[0]).toMatchObject({ role: "user", email: "emma@posthorn.example" });
    for (const { email, password } of rows) {
      expect(await signInWithPassword({ email, password }, callerFrom("127.0.0.1"))).toMatchObject({
        ok: true,
      });
    }
    expect(await printed(showDemoAccounts)).toEqual([]);
  });

  async function printed(task: () => Promise<void>): Promise<string[]> {
    const lines: string[] = [];
    const log = vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
    await task().finally(() => log.mockRestore());
    return lines;
  }
});

describe("an empty embedded database", () => {
  let accounts: Awaited<ReturnType<typeof loadDemoData>>;
  beforeAll(async () => {
    await removeDemoData();
    accounts = await loadDemoData();
  });

  it("gets five accounts, in the roles that are named, and each signs in with its own password", async () => {
    for (const { email, password, role } of accounts) {
      const answer = await signInWithPassword({ email, password }, callerFrom("127.0.0.1"));
      expect(answer).toMatchObject({ ok: true });
      expect(await db.user.findUnique({ where: { email } })).toMatchObject({ role });
    }
    expect(accounts.map(({ role }) => role).sort()).toEqual([
      "admin",
      "content_manager",
      "manager",
      "user",
      "user",
    ]);
    expect(new Set(accounts.map(({ password }) => password)).size).toBe(5);
    expect(JSON.stringify(await db.user.findMany())).not.toContain(accounts[0]?.password ?? "");
  });

  it("gets 1,105 recipients of one user and a smaller list of another, in Latin and Cyrillic letters", async () => {
    const owners = await db.recipient.groupBy({
      by: ["ownerId"],
      _count: true,
      orderBy: { _count: { id: "desc" } },
    });
    expect(owners.map(({ _count }) => _count)).toEqual([1_105, 64]);
    const names = (await db.recipient.findMany({ where: { ownerId: owners[0]?.ownerId ?? "" } })).map(
      ({ name }) => name,
    );
    expect(names.filter((name) => /\p{Script=Latin}/u.test(name)).length).toBeGreaterThan(300);
    expect(names.filter((name) => /\p{Script=Cyrillic}/u.test(name)).length).toBeGreaterThan(300);
  });

  it("gets a mailing in every status, with a history that the ledger vouches for", async () => {
    const mailings = await db.mailing.findMany({ include: { owner: true, attempts: true } });
    const states = new Set(
      mailings.map(({ owner, ...mailing }) => {
        const held = holds({ ...mailing, ownerBlockedAt: owner.blockedAt, ownerRole: owner.role });
        return held[0] ?? mailing.status;
      }),
    );
    expect([...states].sort()).toEqual(["created", "finished", "paused", "running", "stopped"]);
    const attempts = mailings.flatMap((mailing) => mailing.attempts);
    expect(new Set(attempts.map(({ status }) => status))).toEqual(new Set(["succeeded", "partly_failed"]));
    expect(new Set(attempts.map(({ kind }) => kind))).toEqual(new Set(["scheduled", "retry"]));
    expect(await verifyLedger(db)).toEqual([]);
  });

  it("gets rejected, skipped and uncertain deliveries, a retry that made good, bounces and a complaint, with what follows from them", async () => {
    const statuses = await db.delivery.groupBy({ by: ["status"], _count: true });
    const count = Object.fromEntries(statuses.map(({ status, _count }) => [status, _count]));
    expect(Object.keys(count).sort()).toEqual(["accepted", "rejected", "skipped", "uncertain"]);
    const fates = await db.delivery.groupBy({ by: ["fate"], where: { fate: { not: null } } });
    expect(fates.map(({ fate }) => fate).sort()).toEqual(["bounced", "complained", "delivered"]);
    expect(await db.attempt.findFirst({ where: { kind: "retry" } })).toMatchObject({
      status: "succeeded",
      planned: 1,
      accepted: 1,
    });
    // Whoever bounced, complained or unsubscribed was skipped when the next one went out.
    const caused = await db.suppression.findMany({ where: { deliveryId: { not: null } } });
    expect(new Set(caused.map(({ reason }) => reason))).toEqual(
      new Set(["bounced", "complained", "unsubscribed"]),
    );
    for (const { email, createdAt } of caused) {
      const later = await db.delivery.findMany({ where: { address: email, settledAt: { gt: createdAt } } });
      expect(later.map(({ status }) => status)).toEqual(later.map(() => "skipped"));
    }
    const rejected = await db.delivery.findFirstOrThrow({ where: { status: "rejected" } });
    expect(rejected.answer).toContain("validation_error");
  });

  it("has lived through weeks by a clock that was turned back, and goes by the right one now", async () => {
    const attempts = await db.attempt.findMany({ orderBy: { createdAt: "asc" } });
    const now = Date.now();
    expect(now - Number(attempts[0]?.createdAt)).toBeGreaterThan(14 * DAY_MS);
    for (const { createdAt, closedAt, occurrenceAt } of attempts) {
      expect(Number(createdAt)).toBeLessThan(now);
      expect(Number(closedAt)).toBeLessThan(now);
      expect(Number(createdAt)).toBeGreaterThanOrEqual(Number(occurrenceAt));
    }
    expect(await db.providerState.findFirstOrThrow()).toMatchObject({
      ...{ clockOffsetMs: 0n, haltKind: null, failures: 0 },
    });
    const [late] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM mailings WHERE next_run_at <= engine_now()`;
    expect(late).toEqual({ count: 0 });
  });

  it("gets published articles with pictures in both languages", async () => {
    const posts = await db.post.findMany({ include: { cover: { select: { mimeType: true, width: true } } } });
    expect(posts.filter(({ language }) => language === "en")).toHaveLength(3);
    expect(posts.filter(({ language }) => language === "ru")).toHaveLength(3);
    for (const post of posts) {
      expect(post).toMatchObject({
        status: "published",
        views: 0,
        cover: { mimeType: "image/webp", width: 1_200 },
      });
    }
  });

  it("is not filled again", async () => {
    await expect(loadDemoData()).rejects.toThrow("has accounts already");
    expect(await db.user.count()).toBe(5);
  });

  it("has a mailing to all 1,000 that goes by itself tomorrow, and arrives at once when its owner starts it", async () => {
    const { ownerId, ...waiting } = await db.mailing.findFirstOrThrow({
      where: { name: "Winter catalogue" },
    });
    const ahead = Number(waiting.nextRunAt) - Date.now();
    expect(ahead).toBeGreaterThan(60_000);
    expect(ahead).toBeLessThan(2 * DAY_MS);
    const request = { mailingId: waiting.id, startId: randomUUID(), keepScheduled: false };
    expect(await startByHand({ id: ownerId, role: "user" }, request)).toMatchObject({ ok: true });
    await tick(applicationEngine(), { time: 60_000, patience: 500 });
    expect(await db.attempt.findFirst({ where: { mailingId: waiting.id } })).toMatchObject({
      ...{ status: "succeeded", kind: "manual", planned: 1_000, accepted: 1_000 },
    });
    expect(await verifyLedger(db)).toEqual([]);
    const inbox = await (
      await fetch(`${services.env.RESEND_BASE_URL}/${services.env.RESEND_API_KEY}/inbox`)
    ).text();
    expect(inbox).toContain("the winter catalogue is here");
    expect(inbox).not.toContain("{{");
  });
});
