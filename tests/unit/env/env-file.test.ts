import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { forgetEnv, readEnv } from "@/lib/env";
import { MEANING } from "@/lib/env/variables";
import { loadEnvFile } from "@/scripts/embedded/services";
import { PRODUCTION } from "@/tests/support/configurations";

const project = vi.hoisted(() => ({ folder: "" }));
vi.mock("@/scripts/project", async (original) => ({
  ...(await original<typeof import("@/scripts/project")>()),
  inProject: (...parts: string[]) => [project.folder, ...parts].join("/"),
}));

beforeAll(async () => {
  project.folder = await mkdtemp(path.join(tmpdir(), "posthorn-env-file-"));
});
afterAll(() => rm(project.folder, { recursive: true, force: true }));

const before = { ...process.env };
afterEach(() => {
  for (const name of Object.keys(process.env))
    if (!(name in before)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, before);
  forgetEnv();
});

/** The environment of a command that finds this `.env`. */
async function loaded(
  file: string | Buffer,
  settings: Record<string, string>,
): Promise<Record<string, string | undefined>> {
  await writeFile(path.join(project.folder, ".env"), file);
  // `npm test` sets them all, to nothing.
  for (const name of [...Object.keys(MEANING), "VERCEL"]) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, { ...PRODUCTION, ...settings });
  loadEnvFile();
  return process.env;
}

test(".env fills in what the environment leaves out; what the environment sets wins, also to nothing", async () => {
  const env = await loaded(
    "HOST=0.0.0.0\nPORT=4100\nMETRICS_TOKEN=not-random-but-of-the-file\nRESEND_RATE_LIMIT=5\n",
    {
      PORT: "4200",
      METRICS_TOKEN: "",
    },
  );
  expect(readEnv(env)).toMatchObject({ HOST: "0.0.0.0", PORT: 4200, RESEND_RATE_LIMIT: 5 });
  expect(readEnv(env).METRICS_TOKEN).toBeUndefined();
});

test("a fault in .env that the environment overrides is none", async () => {
  expect(readEnv(await loaded("PORT=http\n", { PORT: "4200" })).PORT).toBe(4200);
});

test(".env may hold quotes, comments, line ends of Windows and a byte order mark", async () => {
  const file =
    "\uFEFFPORT=4100\r\n# a comment\r\nPOSTAL_ADDRESS=\"1 Post Road # 2\"\r\nHOST='::1' # of its own\r\n";
  expect(readEnv(await loaded(file, {}))).toMatchObject({
    PORT: 4100,
    POSTAL_ADDRESS: "1 Post Road # 2",
    HOST: "::1",
  });
});

test.each(["utf16le", "latin1"] as const)(
  "a .env in %s is refused and not taken for an empty one",
  async (encoding) => {
    const file = Buffer.from(
      "\uFEFFPOSTAL_ADDRESS=Größe 1\r\nPORT=4100\r\n".slice(encoding === "latin1" ? 1 : 0),
      encoding,
    );
    await expect(loaded(file, {})).rejects.toThrow(/^\.env is not saved as UTF-8 .*; save it as UTF-8\.$/);
  },
);

test.each([
  "DATABASE_URL: postgresql://own\nPORT=1",
  "set DATABASE_URL=postgresql://own",
  '$env:DATABASE_URL="postgresql://own"',
  "database_url=postgresql://own",
  "DATABASE_URL\u200b=postgresql://own",
])("a variable that is not read is refused and not left out: %j", async (file) => {
  await expect(loaded(file, {})).rejects.toThrow(/^\.env names DATABASE_URL in a way that is not read; /);
});

test("a .env with line ends of CR alone, which is read as one line, is refused", async () => {
  await expect(loaded("# own\rDATABASE_URL=postgresql://own\r", {})).rejects.toThrow("line ends of CR");
});

test("names of others in .env are none of ours", async () => {
  const file = "export PORT=4100\nMY_PORT=1\nNEXT_PUBLIC_HOST=x\nimport.meta=1\n";
  expect(readEnv(await loaded(file, {})).PORT).toBe(4100);
});

test("no .env is no fault", async () => {
  await rm(path.join(project.folder, ".env"), { force: true });
  expect(() => {
    loadEnvFile();
  }).not.toThrow();
});
