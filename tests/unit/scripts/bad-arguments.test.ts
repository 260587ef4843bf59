import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { inProject } from "@/scripts/project";

vi.mock("@/scripts/embedded/with-services", () => ({
  withServices: () => Promise.reject(new Error("The command went on.")),
}));
// Of `npm test`, which has nothing to do with services.
vi.mock("@/scripts/database/client", () => ({
  ensureClient: () => Promise.reject(new Error("The command went on.")),
}));

const packageJson = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(await readFile(inProject("package.json"), "utf8")));

/** The commands of this project, by npm's name for them; benchmarks are for those who write them. */
const COMMANDS = Object.entries(packageJson.scripts).flatMap(([name, line]) => {
  const script = /scripts\/(?:command\.mjs )?([a-z-]+)(?:\.ts)?$/.exec(line)?.[1];
  return script === undefined || name.startsWith("bench:") ? [] : [{ name, script }];
});

const ID = "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b";
/** Beside an option that nobody knows, which every command is tried with. */
const OTHERS: Record<string, string[][]> = {
  start: [["now"], ["--port", "4000"]],
  dev: [["now"]],
  test: [["unit"], ["--only", "everything"], ["--only"], ["--json"]],
  "mailings:send": [["--mailing"], ["--mailing", "x"], ["--mailing", ID, "today"], ["--now=yes"]],
  scheduler: [["--every", "5"]],
  "recipients:import": [
    [],
    ["a.csv"],
    ["--owner", "a@posthorn.io"],
    ["--owner", "a@posthorn.io", "a.csv", "b.csv"],
    ["--owner", "a@posthorn.io", "--delimiter", "^", "a.csv"],
    ["--owner", "a@posthorn.io", "--encoding", "latin", "a.csv"],
    ["--owner", "a@posthorn.io", "--list", " ", "a.csv"],
    ["--owner", "a@posthorn.io", "--states", "all", "a.csv"],
    ["--owner", "a@posthorn.io", "--report", "x.csv", "--no-report", "a.csv"],
    ["--owner", "a@posthorn.io", "--existing", "replace", "a.csv"],
    ["--owner", "a@posthorn.io", "--list-existing", "no", "a.csv"],
    ["--owner", "a@posthorn.io", "--list", "News", "--list-existing", "maybe", "a.csv"],
    ["--owner", "a@posthorn.io", "--dry-run", "--report", "x.csv", "a.csv"],
  ],
  "recipients:export": [
    [],
    ["a.csv"],
    ["--owner", "a@posthorn.io", "--list", " "],
    ["--owner", "a@posthorn.io", "--address", "nobody"],
    ["--owner", "a@posthorn.io", "--list", "News", "--address", "b@posthorn.io"],
  ],
  "recipients:erase": [
    [],
    ["b@posthorn.io"],
    ["--owner", "a@posthorn.io"],
    ["--owner", "a@posthorn.io", "nobody", "--yes"],
    ["--owner", "a@posthorn.io", "b@posthorn.io"],
    ["--owner", "a@posthorn.io", "b@posthorn.io", "c@posthorn.io", "--yes"],
  ],
  "users:create-admin": [
    ["--email", "not an address"],
    ["--email", "a@posthorn.io", "--name", " "],
    ["--email", "a@posthorn.io", "--password-stdin"],
    ["--password", "correct horse battery"],
    ["a@posthorn.io"],
  ],
  "users:set-role": [
    [],
    ["a@posthorn.io"],
    ["a@posthorn.io", "owner"],
    ["a@posthorn.io", "admin", "manager"],
  ],
  "db:deploy": [["now"]],
  "db:seed": [["--force"], ["--into-own-database", "now"], ["--into-own-database=yes"]],
  "redis:bridge": [["now"], ["--redis"], ["--redis", "localhost:6379"], ["--port", "8079"]],
  doctor: [["configuration"]],
  screenshots: [["all"]],
  verify: [["--json=yes"], ["all"]],
  shell: [["-e", "1"]],
};

const said = vi.spyOn(console, "error");
const argv = process.argv;

beforeEach(() => {
  vi.resetModules();
  said.mockReset().mockImplementation(() => {});
});

afterEach(() => {
  process.argv = argv;
  process.exitCode = 0;
});

test("every command has its cases", () => {
  expect(COMMANDS.map(({ name }) => name).toSorted()).toEqual(Object.keys(OTHERS).toSorted());
});

describe.each(COMMANDS)("npm run $name", ({ name, script }) => {
  test.each([["--wat"], ...(OTHERS[name] ?? [])].map((args) => ({ args })))(
    "answers $args with one line and exit code 2",
    async ({ args }) => {
      process.argv = [process.execPath, `${script}.ts`, ...args];
      await import(inProject("scripts", `${script}.ts`));
      expect(said.mock.calls).toEqual([[expect.stringMatching(/^[^\n]+$/)]]);
      expect(process.exitCode).toBe(2);
    },
  );
});
