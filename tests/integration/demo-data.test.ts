import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { signInWithPassword } from "@/lib/auth/sign-in";
import { database, type Database } from "@/lib/db";
import { forgetEnv } from "@/lib/env";
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
    expect(await db.recipient.count()).toBe(1_064);
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

  it("gets 1,000 recipients of one user and a smaller list of another, in Latin and Cyrillic letters", async () => {
    const owners = await db.recipient.groupBy({
      by: ["ownerId"],
      _count: true,
      orderBy: { _count: { id: "desc" } },
    });
    expect(owners.map(({ _count }) => _count)).toEqual([1_000, 64]);
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
    expect(attempts.map(({ status }) => status)).toEqual(attempts.map(() => "succeeded"));
    expect(attempts.length).toBe(6);
    expect(
      attempts.filter(({ planned, accepted, skipped }) => skipped === 4 && accepted === planned - 4),
    ).toHaveLength(2);
    expect(await verifyLedger(db)).toEqual([]);
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

  it("has a mailing to all 1,000 that is due within the minute and then arrives", async () => {
    const due = await db.mailing.findFirstOrThrow({ where: { name: "Winter catalogue" } });
    // By the time it was saved: this machine may have stood still since.
    expect(due.nextRunAt?.getTime()).toBeLessThanOrEqual(due.createdAt.getTime() + 60_000);
    await db.$executeRaw`UPDATE provider_state SET clock_offset_ms = 60000`;
    await tick(applicationEngine(), { time: 60_000, patience: 500 });
    expect(await db.attempt.findFirst({ where: { mailingId: due.id } })).toMatchObject({
      status: "succeeded",
      planned: 1_000,
      accepted: 1_000,
    });
    expect(await verifyLedger(db)).toEqual([]);
    const inbox = await (
      await fetch(`${services.env.RESEND_BASE_URL}/${services.env.RESEND_API_KEY}/inbox`)
    ).text();
    expect(inbox).toContain("the winter catalogue is here");
    expect(inbox).not.toContain("{{");
  });
});
