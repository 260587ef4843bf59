import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { readEnv } from "@/lib/env";
import { startServices } from "@/scripts/embedded/services";
import type { Services } from "@/scripts/embedded/services";
import { end, holdServices, listens, makeDataFolder } from "@/tests/support/embedded-services";
import { onServer } from "@/tests/support/server-connection";

type DataFolder = Awaited<ReturnType<typeof makeDataFolder>>;

let folder: string;
const folders: DataFolder[] = [];
const open: Services[] = [];

// One folder for all but those that say otherwise: making a database takes longer than most of them.
beforeAll(useNewFolder);

afterEach(async () => {
  for (const services of open.splice(0)) await services.stop();
});

afterAll(async () => {
  for (const made of folders) await made.remove();
});

/** From here on the tests have a folder where nothing was started yet. */
async function useNewFolder(): Promise<void> {
  const made = await makeDataFolder();
  folders.push(made);
  folder = made.folder;
}

async function start(
  extra: Record<string, string> = {},
): Promise<Services & { database: string; mailbox: string }> {
  const services = await startServices({ POSTHORN_DATA: folder, NODE_ENV: "test", ...extra });
  open.push(services);
  return {
    ...services,
    database: services.env.DATABASE_URL ?? "",
    mailbox: services.env.RESEND_BASE_URL ?? "",
  };
}

async function sendMail(env: Services["env"], subject: string): Promise<unknown> {
  const answer = await fetch(`${env.RESEND_BASE_URL}/emails/batch`, {
    method: "POST",
    headers: { authorization: `Bearer ${env.RESEND_API_KEY}`, "content-type": "application/json" },
    body: JSON.stringify([{ from: "a@example.com", to: "b@example.com", subject, html: "<p>1</p>" }]),
  });
  return answer.json();
}

async function inboxOf(env: Services["env"]): Promise<string> {
  return (await fetch(`${env.RESEND_BASE_URL}/${env.RESEND_API_KEY}/inbox`)).text();
}

describe("where nothing is configured", () => {
  test("a database and a mailbox run until they are stopped, with a complete configuration", async () => {
    const services = await start();
    expect(services.started).toEqual({ database: true, mailbox: true });
    expect(readEnv(services.env)).toMatchObject({ embedded: { database: true, mailbox: true } });
    expect(await listens(services.database)).toBe(true);
    expect(await listens(services.mailbox)).toBe(true);

    await services.stop();
    expect(await listens(services.database)).toBe(false);
    expect(await listens(services.mailbox)).toBe(false);
  });

  test("what was stored is there at the next start, under the same address", async () => {
    const first = await start();
    await onServer(first.database, "CREATE TABLE kept AS SELECT 42 AS answer");
    await first.stop();
    const second = await start();
    expect(second.database).toBe(first.database);
    expect(second.mailbox).toBe(first.mailbox);
    expect(await onServer(second.database, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
  });
});

describe("while they run", () => {
  let running: Awaited<ReturnType<typeof start>>;
  // Once for all: these change nothing that the next one looks at.
  beforeAll(async () => {
    running = await start();
    open.splice(open.indexOf(running), 1);
  });
  afterAll(() => running.stop());

  test("the database speaks UTF-8 with the letters of every language, in UTC", async () => {
    const rows = await onServer(
      running.database,
      `SELECT lower('ПРИВЕТ Ä') AS lower, current_setting('server_encoding') AS encoding,
              current_setting('TimeZone') AS zone, current_setting('fsync') AS fsync`,
    );
    expect(rows).toEqual([{ lower: "привет ä", encoding: "UTF8", zone: "UTC", fsync: "on" }]);
  });

  test("the mailbox takes mail by Resend's API and shows it in its inbox", async () => {
    expect(await sendMail(running.env, "Grüße, Аня")).toHaveProperty("data.0.id");
    expect(await inboxOf(running.env)).toContain("Grüße, Аня");
  });

  test("the database wants its password", async () => {
    const url = new URL(running.database);
    url.password = "guessed";
    await expect(onServer(url.href, "SELECT 1")).rejects.toMatchObject({ code: "28P01" });
  });

  test.runIf(process.platform === "linux")("both listen on 127.0.0.1 and on no other address", async () => {
    // The whole of 127.0.0.0/8 is this machine: a server on every address would answer here too.
    expect(await listens(running.database, "127.0.0.2")).toBe(false);
    expect(await listens(running.mailbox, "127.0.0.2")).toBe(false);
  });
});

describe("nobody else gets in", () => {
  test("secrets are made once, differ from each other and are readable by their owner alone", async () => {
    const first = await start();
    const file = path.join(folder, "secrets.json");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { AUTH_SECRET, CRON_SECRET, UNSUBSCRIBE_SECRET, RESEND_API_KEY } = first.env;
    expect(new Set([AUTH_SECRET, CRON_SECRET, UNSUBSCRIBE_SECRET, RESEND_API_KEY]).size).toBe(4);
    const text = await readFile(file, "utf8");

    await first.stop();
    expect((await start()).env).toMatchObject(first.env);
    expect(await readFile(file, "utf8")).toBe(text);
  });

  test("a folder from before the mailbox had a key gets one, and keeps its other secrets", async () => {
    const first = await start();
    await first.stop();
    const file = path.join(folder, "secrets.json");
    const { MAILBOX_KEY, ...others } = z
      .record(z.string(), z.string())
      .parse(JSON.parse(await readFile(file, "utf8")));
    await writeFile(file, JSON.stringify(others));

    const { env } = await start();
    expect(env.RESEND_API_KEY).toMatch(/^re_[\w-]{43}$/);
    expect(env.RESEND_API_KEY).not.toBe(MAILBOX_KEY);
    expect(env).toMatchObject({ AUTH_SECRET: others.AUTH_SECRET, CRON_SECRET: others.CRON_SECRET });
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ ...others, MAILBOX_KEY: env.RESEND_API_KEY });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test("a secret that the environment sets is left to it", async () => {
    const services = await start({ AUTH_SECRET: "kept-by-its-owner-8c1f0b5d7e2a4963" });
    expect(services.env).not.toHaveProperty("AUTH_SECRET");
  });
});

describe("several processes", () => {
  test("a second one attaches, and the services stay until the last has left", async () => {
    const holder = await holdServices(folder);
    expect(holder.started).toEqual({ database: true, mailbox: true });
    const here = await start();
    expect(here.started).toEqual({ database: false, mailbox: false });
    expect(here.env).toEqual(holder.env);

    expect(await end(holder, "SIGTERM")).toBe(143);
    expect(await listens(here.database)).toBe(true);
    expect(await listens(here.mailbox)).toBe(true);

    await here.stop();
    expect(await listens(here.database)).toBe(false);
    expect(await listens(here.mailbox)).toBe(false);
  });

  test.each(["SIGINT", "SIGTERM"] as const)("the only one stops everything at %s", async (signal) => {
    const holder = await holdServices(folder);
    expect(await end(holder, signal)).toBe(signal === "SIGINT" ? 130 : 143);
    expect(await listens(holder.env.DATABASE_URL ?? "")).toBe(false);
    expect(await listens(holder.env.RESEND_BASE_URL ?? "")).toBe(false);
  });

  test("what a killed one left running is taken over with its mail, and stopped in the end", async () => {
    const holder = await holdServices(folder);
    await sendMail(holder.env, "Before the accident");
    expect(await end(holder, "SIGKILL")).toBe("SIGKILL");
    expect(await listens(holder.env.DATABASE_URL ?? "")).toBe(true);

    const heir = await start();
    expect(heir.started).toEqual({ database: false, mailbox: false });
    expect(heir.env).toEqual(holder.env);
    expect(await inboxOf(heir.env)).toContain("Before the accident");
    await heir.stop();
    expect(await listens(heir.database)).toBe(false);
    expect(await listens(heir.mailbox)).toBe(false);
  });

  test("eight that start together share one database and one mailbox", async () => {
    await useNewFolder();
    const all = await Promise.all(Array.from({ length: 8 }, () => start()));
    expect(new Set(all.map(({ database }) => database)).size).toBe(1);
    expect(all.filter(({ started }) => started.database)).toHaveLength(1);
    expect(all.filter(({ started }) => started.mailbox)).toHaveLength(1);
  });
});

describe("after an accident", () => {
  test("a creation that was interrupted begins anew", async () => {
    await useNewFolder();
    const draft = path.join(folder, "postgres", "data.new");
    await mkdir(draft, { recursive: true });
    await writeFile(path.join(draft, "PG_VERSION"), "18\n");
    const { database } = await start();
    expect(await onServer(database, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("a process number that went to another program keeps nobody from starting", async () => {
    const first = await start();
    await first.stop();
    const data = path.join(folder, "postgres", "data");
    const port = new URL(first.database).port;
    await writeFile(
      path.join(data, "postmaster.pid"),
      `${process.pid}\n${data}\n1\n${port}\n\n127.0.0.1\n\nready\n`,
    );
    const second = await start();
    expect(second.started.database).toBe(true);
  });

  test("damaged secrets are named instead of replaced", async () => {
    const first = await start();
    await first.stop();
    const file = path.join(folder, "secrets.json");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.slice(0, 40));
    await expect(start()).rejects.toThrow(`${file} is damaged`);
    await writeFile(file, text);
  });
});
