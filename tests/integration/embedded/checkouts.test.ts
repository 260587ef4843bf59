import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { birthOf } from "@/scripts/embedded/alive";
import { freePort } from "@/scripts/embedded/free-port";
import { leftBehind } from "@/scripts/testing/left-behind";
import { runAlone } from "@/tests/support/embedded-services";
import { makePartialCheckout } from "@/tests/support/partial-checkout";
import type { PartialCheckout } from "@/tests/support/partial-checkout";

const ROOTS_FOLDER = "/var/lib/posthorn";
const MIGRATE = "scripts/db-deploy.ts";

let checkout: PartialCheckout;

beforeAll(async () => {
  checkout = await makePartialCheckout();
});

afterEach(async () => {
  expect(await leftBehind(checkout.project)).toEqual([]);
});

afterAll(async () => {
  if (process.getuid?.() === 0) await removeRootsCopies();
  await checkout.remove();
});

async function removeRootsCopies(): Promise<void> {
  await rm(copyOfPrograms(), { recursive: true, force: true });
  const pointer = path.join(checkout.project, ".posthorn", "postgres-is-at");
  if (existsSync(pointer))
    await rm((await readFile(pointer, "utf8")).trim(), { recursive: true, force: true });
  // Others may have theirs there.
  await rmdir(ROOTS_FOLDER).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ENOTEMPTY" && code !== "ENOENT") throw error;
  });
}

function copyOfPrograms(): string {
  return path.join(ROOTS_FOLDER, `postgresql-${checkout.version}`);
}

test("a checkout that others cannot enter has a database that lasts, also for root, whose server is somebody else", async () => {
  const { project } = checkout;
  const first = await runAlone(MIGRATE, { project });
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(first.stdout).toContain("Applied");
  // Root's server is the user postgres, who cannot reach the programs in the checkout.
  expect(existsSync(path.join(copyOfPrograms(), "bin", "postgres"))).toBe(process.getuid?.() === 0);
  const second = await runAlone(MIGRATE, { project });
  expect(second).toMatchObject({ code: 0, stdout: "Nothing to migrate.\n" });
});

test("an application whose sources changed is not built under one that is served from it", async () => {
  const { project } = checkout;
  const running = path.join(project, "node_modules", ".cache", "posthorn", "applications");
  await mkdir(running, { recursive: true });
  const other = { pid: process.pid, birth: await birthOf(process.pid), mode: "start", serving: true };
  const file = path.join(running, String(process.pid));
  await writeFile(file, JSON.stringify({ ...other, port: 1, address: "http://localhost:1" }));
  const PORT = String(await freePort(undefined));
  const { code, stderr } = await runAlone("scripts/start.ts", { project, environment: { PORT } });
  await rm(file);
  expect(code).toBe(1);
  expect(stderr).toBe(
    `The application has changed since it was built, and http://localhost:1 is served from that build (process ${process.pid}); end that first.\n`,
  );
});

test("programs made for another C library are told from a broken installation, and DATABASE_URL is named", async () => {
  const { project, programs } = checkout;
  const initdb = path.join(programs, "native", "bin", "initdb");
  await rename(initdb, `${initdb}.kept`);
  // What Alpine says of a program for glibc: its loader is not there.
  await writeFile(initdb, "#!/lib/ld-of-another-library.so\n", { mode: 0o755 });
  if (process.getuid?.() === 0) await rm(copyOfPrograms(), { recursive: true, force: true });
  const { code, stderr } = await runAlone(MIGRATE, { project });
  await rm(copyOfPrograms(), { recursive: true, force: true });
  await rename(`${initdb}.kept`, initdb);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^The embedded PostgreSQL does not run on this machine .*ENOENT.*DATABASE_URL.*\n$/);
});

test("an installation without the optional packages is told in one sentence that names DATABASE_URL", async () => {
  const { project, programs } = checkout;
  await rm(programs, { recursive: true });
  const { code, stderr } = await runAlone("scripts/start.ts", { project });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^The embedded PostgreSQL .* is not installed; .*--omit=optional.*DATABASE_URL.*\n$/,
  );
});

test("a processor for which PostgreSQL is not packed is told in one sentence that names DATABASE_URL, and nothing is made", async () => {
  const { project } = checkout;
  const folder = path.join(project, "not-made");
  const NODE_OPTIONS = `--import=data:text/javascript,Object.defineProperty(process,'arch',{value:'riscv64'})`;
  const { code, stderr } = await runAlone("scripts/start.ts", {
    project,
    environment: { NODE_OPTIONS, POSTHORN_DATA: folder },
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^There is no embedded PostgreSQL for this machine \(\w+ riscv64\); .*DATABASE_URL.*\n$/,
  );
  expect(existsSync(folder)).toBe(false);
});
