import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startServices } from "@/scripts/embedded/services";
import type { Services } from "@/scripts/embedded/services";
import { leftBehind, processesOf } from "@/scripts/testing/left-behind";
import { makeDataFolder, startCommand } from "@/tests/support/embedded-services";
import { holdPort } from "@/tests/support/hold-port";
import { onServer } from "@/tests/support/server-connection";

// One folder for all of them: each finds what the one before it left.
let dataFolder: Awaited<ReturnType<typeof makeDataFolder>>;
const open: Services[] = [];

beforeAll(async () => {
  dataFolder = await makeDataFolder();
});

afterEach(async () => {
  for (const services of open.splice(0)) await services.stop();
  expect(await leftBehind(dataFolder.folder)).toEqual([]);
});

afterAll(async () => {
  await dataFolder.remove();
});

async function start(): Promise<Services & { database: string }> {
  const services = await startServices({ POSTHORN_DATA: dataFolder.folder, NODE_ENV: "test" });
  open.push(services);
  return { ...services, database: services.env.DATABASE_URL ?? "" };
}

/** A process that is writing rows; `acknowledged` grows while it lives. */
async function startWriting() {
  const child = startCommand("tests/support/row-writer.ts", {
    environment: { POSTHORN_DATA: dataFolder.folder },
  });
  const ended = once(child, "close");
  const acknowledged: number[] = [];
  if (!child.stdout) throw new Error("The writer has no output.");
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve, reject) => {
    lines.on("line", (line) => {
      acknowledged.push(Number(line));
      if (acknowledged.length === 100) resolve();
    });
    lines.once("close", () => {
      reject(new Error("The writer ended early."));
    });
  });
  return { child, ended, acknowledged };
}

async function written(database: string): Promise<number[]> {
  const rows = await onServer<{ number: number }>(database, "SELECT number FROM written ORDER BY number");
  return rows.map(({ number }) => number);
}

async function serversOf(folder: string): Promise<string[]> {
  return (await processesOf(folder)).filter((command) => command.includes(" -D "));
}

test("a command killed while it writes loses no acknowledged row, and its server is found again, not doubled", async () => {
  const writer = await startWriting();
  writer.child.kill("SIGKILL");
  await writer.ended;
  expect(await serversOf(dataFolder.folder)).toHaveLength(1);

  const heir = await start();
  expect(heir.started).toEqual({ database: false, mailbox: false });
  expect(await serversOf(dataFolder.folder)).toHaveLength(1);
  expect(await written(heir.database)).toEqual(expect.arrayContaining(writer.acknowledged));
});

test("a database server killed while it writes comes back at its address with every acknowledged row", async () => {
  const before = await start();
  const writer = await startWriting();
  const pidFile = path.join(dataFolder.folder, "postgres", "data", "postmaster.pid");
  process.kill(Number((await readFile(pidFile, "utf8")).split("\n")[0]), "SIGKILL");
  await writer.ended;
  expect(writer.child.exitCode).toBe(1);

  const after = await start();
  expect(after.started).toEqual({ database: true, mailbox: false });
  expect(after.database).toBe(before.database);
  expect(await serversOf(dataFolder.folder)).toHaveLength(1);
  expect(await written(after.database)).toEqual(expect.arrayContaining(writer.acknowledged));
});

test("where others have taken the addresses of last time, new ones are found and the rows are there", async () => {
  const first = await start();
  const rows = await written(first.database);
  await first.stop();
  const ports = [first.env.DATABASE_URL, first.env.RESEND_BASE_URL].map((url) =>
    Number(new URL(url ?? "").port),
  );
  const others = await Promise.all(ports.map(holdPort));
  try {
    const second = await start();
    expect(second.started).toEqual({ database: true, mailbox: true });
    expect(ports).not.toContain(Number(new URL(second.database).port));
    expect(second.env.RESEND_BASE_URL).not.toBe(first.env.RESEND_BASE_URL);
    expect(await written(second.database)).toEqual(rows);
  } finally {
    for (const other of others) other?.close();
  }
});
