import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import { hashPassword } from "@/lib/auth/password";
import { connect, type Database } from "@/lib/db";
import { answering } from "@/scripts/bench/answering";
import { startChild, type Child } from "@/scripts/bench/child";
import { writeImportFile } from "@/scripts/bench/import-file";
import { processesBelow, watchMemory } from "@/scripts/bench/memory";
import { signIn } from "@/scripts/bench/visitor";
import { findBrowser } from "@/scripts/browser";
import { readArguments, runCommand, UsageError } from "@/scripts/command-line";
import { ensureClient } from "@/scripts/database/client";
import { freePort } from "@/scripts/embedded/free-port";
import { startServices } from "@/scripts/embedded/services";

const WITHIN_MS = 30 * 60_000;
const LOOK_MS = 200;
const PASSWORD = "a password of the benchmark";

/**
 * npm run bench:import-page [-- --rows N] [--kill]: a file goes in through the page, by a real browser, into the whole
 * `npm start`. With --kill its processes die in the middle of the writing, by kill -9, and are started again.
 */
await runCommand(async () => {
  const { values } = readArguments({
    options: { rows: { type: "string", default: "1000000" }, kill: { type: "boolean", default: false } },
  });
  if (!/^[1-9]\d{2,6}$/.test(values.rows)) throw new UsageError("--rows takes a number from 100 to 9999999.");
  await ensureClient();
  const folder = await mkdtemp(path.join(tmpdir(), "posthorn-bench-import-"));
  // The database has a user of its own where this is root.
  await chmod(folder, 0o711);
  try {
    const figures = await measure(folder, Number(values.rows), values.kill);
    const machine = `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}`;
    console.log(JSON.stringify({ ...figures, machine }, null, 2));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function measure(folder: string, rows: number, isKilled: boolean) {
  const file = path.join(folder, "people.csv");
  await writeImportFile(file, { rows, comment: 0 });
  const settings = { PORT: String(await freePort(undefined)), POSTHORN_DATA: path.join(folder, "data") };
  const url = `http://127.0.0.1:${settings.PORT}`;
  let application = await started(url, settings);
  const services = await startServices({ ...process.env, ...settings });
  const db = connect(services.env.DATABASE_URL ?? "", 1);
  try {
    const owner = await newOwner(db);
    const steps = await throughThePage({ url, owner, file, db, pid: application.pid }, async () => {
      if (!isKilled) return;
      await until(async () => (await db.recipient.count({ where: { ownerId: owner.id } })) > rows / 3);
      await killAll(application);
      application = await started(url, settings);
    });
    const stored = await db.recipient.count({ where: { ownerId: owner.id } });
    return { rows, isKilled, stored, ...steps };
  } finally {
    await db.$disconnect();
    application.kill();
    await application.ended;
    await services.stop();
  }
}

interface Import {
  url: string;
  owner: { id: string; email: string };
  file: string;
  db: Database;
  pid: number;
}

/** Rows a second of the check and of the writing, and the most memory of the application's largest process in MB. */
async function throughThePage({ url, owner, file, db, pid }: Import, meanwhile: () => Promise<void>) {
  const memory = watchMemory(pid);
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: ["--no-sandbox"] });
  try {
    const context = await browser.newContext({ baseURL: url, locale: "en-GB" });
    const cookie = await signIn(url, { email: owner.email, password: PASSWORD });
    await context.addCookies(
      cookie.split("; ").map((one) => {
        const [name = "", value = ""] = one.split(/=(.*)/s);
        return { name, value, url };
      }),
    );
    const page = await context.newPage();
    const begun = performance.now();
    await choose(page, file);
    const job = () => db.job.findFirst({ where: { ownerId: owner.id }, orderBy: { id: "desc" } });
    await until(async () => (await job())?.asks === true);
    const checked = performance.now();
    await page.getByRole("button", { name: /^Import [\d,]+ recipients?$/ }).click({ timeout: WITHIN_MS });
    const confirmed = performance.now();
    await meanwhile();
    await until(async () => (await job())?.status === "succeeded");
    const done = performance.now();
    return {
      secondsToStoreAndCheck: Math.round((checked - begun) / 100) / 10,
      secondsToImport: Math.round((done - confirmed) / 100) / 10,
      megabytes: Math.max(...memory.samples.map(({ megabytes }) => megabytes)),
    };
  } finally {
    await memory.stop();
    await browser.close();
  }
}

async function choose(page: Page, file: string): Promise<void> {
  await page.goto("/recipients/upload");
  await page.getByLabel(/^File/).setInputFiles(file);
  await page
    .getByText(/^Detected/)
    .first()
    .waitFor({ state: "attached" });
  await page.getByLabel(/These people agreed/).check();
  await page.getByRole("button", { name: "Check the file" }).click();
}

async function newOwner(db: Database): Promise<{ id: string; email: string }> {
  return db.user.create({
    data: {
      ...{ email: `bench-${randomUUID()}@people.example`, name: "Bench" },
      ...{ passwordHash: await hashPassword(PASSWORD), emailVerifiedAt: new Date() },
    },
    select: { id: true, email: true },
  });
}

async function started(url: string, settings: Record<string, string>): Promise<Child> {
  const child = startChild("start", { ...settings, APP_URL: url });
  await Promise.race([
    answering(`${url}/api/health`),
    child.ended.then(({ code, stderr }) =>
      Promise.reject(new Error(`npm start ended with ${code}: ${stderr}`)),
    ),
  ]);
  return child;
}

/** The database is one of its processes. */
async function killAll(application: Child): Promise<void> {
  for (const { pid } of await processesBelow(application.pid)) process.kill(pid, "SIGKILL");
  await application.ended;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const last = performance.now() + WITHIN_MS;
  while (!(await isSo())) {
    if (performance.now() > last) throw new Error("Not finished within half an hour.");
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
