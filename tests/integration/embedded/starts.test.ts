import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { CHECKOUT_LOCKS } from "@/scripts/application/running";
import { withLock } from "@/scripts/embedded/folder-lock";
import { freePort } from "@/scripts/embedded/free-port";
import { startServices } from "@/scripts/embedded/services";
import { inProject, PROJECT } from "@/scripts/project";
import { leftBehind } from "@/scripts/testing/left-behind";
import { endOf, makeDataFolder, runAlone, saying, startCommand } from "@/tests/support/embedded-services";
import { onServer } from "@/tests/support/server-connection";

const START = "scripts/start.ts";

let dataFolder: Awaited<ReturnType<typeof makeDataFolder>>;
let POSTHORN_DATA: string;

beforeAll(async () => {
  dataFolder = await makeDataFolder();
  POSTHORN_DATA = dataFolder.folder;
});

afterEach(async () => {
  expect(await leftBehind(POSTHORN_DATA)).toEqual([]);
});

afterAll(async () => {
  await dataFolder.remove();
});

const started: ChildProcess[] = [];

/** Holds the starts of this checkout back before they build, so that none has to. */
function whileNobodyBuilds(task: () => Promise<void>): Promise<void> {
  return withLock(CHECKOUT_LOCKS, "build", async () => {
    try {
      await task();
    } finally {
      // One that a failed test left would build once the lock is free.
      for (const child of started.splice(0)) child.kill("SIGKILL");
    }
  });
}

/** Somebody else may take a port between the look at it and its use: tried once more then, with another. */
async function onFreePort<T>(begin: (PORT: string) => Promise<T>): Promise<T & { PORT: string }> {
  const PORT = String(await freePort(undefined));
  try {
    return { ...(await begin(PORT)), PORT };
  } catch {
    const next = String(await freePort(undefined));
    return { ...(await begin(next)), PORT: next };
  }
}

async function startAndWait(PORT: string): Promise<ChildProcess> {
  const child = startCommand(START, { environment: { POSTHORN_DATA, PORT } });
  started.push(child);
  await saying(child, "Waiting for another start to build");
  return child;
}

test("a taken PORT is named, and npm start ends with 1", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const PORT = String(portOf(other.address()));
  const { code, stderr } = await runAlone(START, { environment: { POSTHORN_DATA, PORT } });
  other.close();
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `Port ${PORT} is taken; end what listens there, or set PORT to another.\n`,
  });
});

test("a second npm start is told where the first one is; Ctrl-C, pressed twice, ends that with 130 and everything with it", async () => {
  await whileNobodyBuilds(async () => {
    const { first, PORT } = await onFreePort(async (port) => ({ first: await startAndWait(port) }));
    const second = await runAlone(START, { environment: { POSTHORN_DATA, PORT } });
    expect(second).toEqual({
      code: 1,
      stdout: "",
      stderr: `Posthorn is starting here already, at http://localhost:${PORT} (process ${first.pid}); use that one, end it first, or set PORT to another.\n`,
    });

    const ended = endOf(first);
    first.kill("SIGINT");
    first.kill("SIGINT");
    // Of signals that wait for a busy process, the system delivers the last one first.
    await sleep(100);
    first.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 130, stderr: "" });
  });
});

test("one killed with -9 keeps no port, and SIGTERM ends the next one with 143 and what the first had left", async () => {
  await whileNobodyBuilds(async () => {
    const { heir } = await onFreePort(async (PORT) => {
      const killed = await startAndWait(PORT);
      killed.kill("SIGKILL");
      await once(killed, "close");
      return { heir: await startAndWait(PORT) };
    });
    const ended = endOf(heir);
    heir.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 143, stderr: "" });
  });
});

test.skipIf(process.platform === "win32")(
  "a command whose shell under npm is ended ends too, and everything with it",
  async () => {
    const holder = inProject("tests", "support", "services-holder.ts");
    const script = `${process.execPath} --import tsx ${holder}; exit`;
    const shell = spawn("sh", ["-c", script], {
      cwd: PROJECT,
      env: { PATH: process.env.PATH, NODE_ENV: "test", npm_lifecycle_event: "start", POSTHORN_DATA },
      stdio: ["ignore", "pipe", "pipe"],
    });
    await saying(shell, "started");
    // What npm passes on to it. That everything ends is looked at after every test.
    shell.kill("SIGTERM");
    await once(shell, "close");
  },
);

test("two that fill one empty database at once leave one set of demo data", async () => {
  const both = await Promise.all([
    runAlone("scripts/db-seed.ts", { environment: { POSTHORN_DATA } }),
    runAlone("scripts/db-seed.ts", { environment: { POSTHORN_DATA } }),
  ]);
  expect(both.map(({ code }) => code).sort()).toEqual([0, 1]);
  expect(both.map(({ stderr }) => stderr).join("")).toMatch(/^The database has accounts already; .*\n$/);
  expect(both.map(({ stdout }) => stdout).join("")).toContain("passwords are shown this once");
  const services = await startServices({ POSTHORN_DATA, NODE_ENV: "test" });
  const users = await onServer(services.env.DATABASE_URL ?? "", "SELECT count(*)::int AS users FROM users");
  await services.stop();
  expect(users).toEqual([{ users: 5 }]);
});

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}
