import { execFile } from "node:child_process";
import { link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import iconv from "iconv-lite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type Database } from "@/lib/db";
import { inProject } from "@/scripts/project";
import { npmScript } from "@/scripts/testing/npm-script";
import { rowXml, workbookBytes } from "@/tests/support/workbook";
import { createDatabase, type TestDatabase } from "@/tests/support/database";

let own: TestDatabase;
let db: Database;
let folder: string;
let ownerId: string;

beforeAll(async () => {
  [own, folder] = await Promise.all([createDatabase(), mkdtemp(path.join(tmpdir(), "posthorn-import-"))]);
  db = connect(own.url);
  const owner = { email: "vera@people.test", name: "Vera", passwordHash: "-" };
  ({ id: ownerId } = await db.user.create({ data: owner }));
  await db.user.create({ data: { ...owner, email: "max@people.test", role: "manager" } });
});
afterAll(async () => {
  await db.$disconnect();
  await own.drop();
  await rm(folder, { recursive: true, force: true });
});

interface Ending {
  code: number;
  stdout: string;
  stderr: string;
}

const run = (...args: string[]) => runIn(folder, args);

/** As npm does: in the project's folder, saying where the person stands. */
function runIn(initial: string, args: string[]): Promise<Ending> {
  const program = [...npmScript("recipients:import"), ...args];
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    INIT_CWD: initial,
    NODE_ENV: "test" as const,
    DATABASE_URL: own.url,
    RESEND_API_KEY: "re_test",
    // Nobody listens there, and nothing is sent.
    RESEND_BASE_URL: "http://127.0.0.1:9",
    RESEND_FROM: "mail@posthorn.test",
    AUTH_SECRET: "auth-secret-of-the-tests-0123456789-0123456789",
    CRON_SECRET: "cron-secret-of-the-tests-0123456789",
    UNSUBSCRIBE_SECRET: "unsubscribe-secret-of-the-tests-0123456789",
    APP_URL: "http://127.0.0.1:9",
  };
  return new Promise((resolve) => {
    execFile(process.execPath, program, { cwd: inProject(), env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

async function fileOf(text: string): Promise<string> {
  const file = path.join(folder, `${text.length}.csv`);
  await writeFile(file, text);
  return file;
}

// Each test starts the command once or more: seconds, many on a machine that does other things as well.
describe("recipients:import", { timeout: 240_000 }, () => {
  it("fills a list, says what became of the rows, and writes it to a report", async () => {
    const file = await fileOf(
      "email;name\na@mail.example;Ann\n=nobody;Bob\na@mail.example;Ann\nb@mail.example;Bo\n",
    );
    const report = path.join(folder, "report.csv");
    const args = ["--owner", "Vera@people.test", "--list", "Readers"];
    const rules = ["--existing", "keep", "--list-existing", "no"];
    await db.recipient.create({ data: { ownerId, email: "b@mail.example", name: "Bo Lee" } });
    const dry = await run(...args, ...rules, "--dry-run", file);
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.stdout).toContain(
      "It would be 4 rows: 1 added, 0 updated, 1 unchanged, 0 suppressed, 1 duplicate, 1 invalid.\nNothing was written.\n",
    );
    expect(await db.recipient.count({ where: { ownerId } })).toBe(1);
    expect(await db.recipientList.count({ where: { ownerId } })).toBe(0);
    expect(await db.job.count({ where: { ownerId } })).toBe(0);
    const ended = await run(...args, ...rules, "--report", report, file);
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.stdout).toContain(
      "Encoding utf-8, delimiter semicolon, header on line 1.\nColumns: email = email; name = name.\n",
    );
    expect(ended.stdout).toContain(
      "4 rows: 1 added, 0 updated, 1 unchanged, 0 suppressed, 1 duplicate, 1 invalid.",
    );
    expect(ended.stderr).toContain("4 rows");
    expect(await readFile(report, "utf8")).toBe(
      "\ufeffline,outcome,reason,value\n2,added,,a@mail.example\n3,invalid,email_invalid,'=nobody\n" +
        "4,duplicate,first on line 2,a@mail.example\n5,unchanged,,b@mail.example\n",
    );
    expect(await db.job.findMany({ where: { ownerId } })).toMatchObject([
      {
        ...{ kind: "import_command", status: "succeeded", done: 4, total: 4 },
        counts: { added: 1, unchanged: 1, duplicate: 1, invalid: 1, changed: 2 },
      },
    ]);
    const list = await db.recipientList.findFirst({
      where: { ownerId, name: "Readers" },
      include: { members: true },
    });
    expect(list?.members).toHaveLength(1);
    expect(await db.recipient.findFirst({ where: { email: "b@mail.example" } })).toMatchObject({
      name: "Bo Lee",
    });
  });

  it("names the line of a file that cannot be read on, and ends with 1", async () => {
    const file = await fileOf('email,name\nc@mail.example,"Cid\n');
    const ended = await run("--owner", "vera@people.test", file);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("line 2: a quote in this row is never closed");
  });

  it("takes the columns that are named of a spreadsheet, refuses others with 2, and ends with 1 where nobody is added", async () => {
    const file = path.join(folder, "people.xlsx");
    const rows = rowXml(2, { A: "login", B: "site" }) + rowXml(4, { A: "named@mail.example", B: "Nadia" });
    await writeFile(file, await workbookBytes({ sheets: [{ name: "People", rows }] }));
    const args = ["--owner", "vera@people.test", file, "--email-column", "1", "--name-column"];
    const named = await run(...args, "Site");
    expect([named.code, named.stdout]).toEqual([
      0,
      expect.stringContaining("Sheet People, header on line 2."),
    ]);
    expect(await readFile(path.join(folder, "people.report.csv"), "utf8")).toContain("\n4,added,,named@");
    expect(await db.recipient.findFirst({ where: { email: "named@mail.example" } })).toMatchObject({
      name: "Nadia",
    });
    const unknown = await run(...args, "City");
    expect([unknown.code, unknown.stdout]).toEqual([2, ""]);
    expect(unknown.stderr).toMatch(/none of its columns: login, site\.\n$/);
    const nobody = await run("--owner", "vera@people.test", await fileOf("email\nnobody\n"));
    expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringContaining("none gave a recipient")]);
  });

  it("stops before the first row where the encoding is not certain, and takes the one that --encoding says", async () => {
    const file = path.join(folder, "polish.csv");
    await writeFile(
      file,
      iconv.encode("email,name\nplain@mail.example,Ann\nlodz@mail.example,Łódź\n", "cp1250"),
    );
    const unsure = await run("--owner", "vera@people.test", file, "--no-report");
    expect([unsure.code, unsure.stdout]).toEqual([2, ""]);
    expect(unsure.stderr).toMatch(
      /^[^\n]*polish\.csv: its encoding is not certain: [^\n]*--encoding[^\n]*\n$/,
    );
    expect(await db.recipient.count({ where: { email: "plain@mail.example" } })).toBe(0);
    const said = await run("--owner", "vera@people.test", file, "--no-report", "--encoding", "CP1250");
    expect(said).toMatchObject({ code: 0 });
    expect(said.stdout).toContain("Encoding cp1250,");
    expect(await db.recipient.findFirst({ where: { email: "lodz@mail.example" } })).toMatchObject({
      name: "Łódź",
    });
  });

  it("asks with one line and 2 what a state means, and takes an answer", async () => {
    const file = await fileOf("email,status\nvip@mail.example,VIP\noff@mail.example,blocked\n");
    const asked = await run("--owner", "vera@people.test", file);
    expect([asked.code, asked.stdout]).toEqual([2, ""]);
    expect(asked.stderr).toMatch(/^[^\n]*"status: VIP"[^\n]*--states ignore[^\n]*--states suppress[^\n]*\n$/);
    const answered = await run("--owner", "vera@people.test", file, "--states", "suppress");
    expect(answered.stdout).toContain("2 rows: 0 added, 0 updated, 0 unchanged, 2 suppressed, 0 duplicate");
  });

  it("answers bad arguments with one line and 2, and an owner who is none with 1", async () => {
    const file = await fileOf("email\n");
    // All others: tests/unit/scripts/bad-arguments.test.ts, without a process for each.
    for (const args of [
      ["--owner", "vera@people.test", file, "--delimiter", "^"],
      ["--owner", "vera@people.test", path.join(folder, "missing.csv")],
      ["--owner", "vera@people.test", folder],
    ]) {
      const ended = await run(...args);
      expect([ended.code, ended.stdout, ended.stderr.trim().split("\n").length]).toEqual([2, "", 1]);
    }
    for (const email of ["nobody@people.test", "max@people.test"]) {
      expect(await run("--owner", email, file)).toMatchObject({ code: 1, stdout: "" });
    }
  });

  it("takes names from where they were typed, and leaves its report there", async () => {
    await writeFile(path.join(folder, "here.csv"), "email\nhere@mail.example\nhere@mail.example\n");
    const there = path.join(folder, "there");
    await mkdir(there);
    const args = ["--owner", "vera@people.test", path.join("..", "here.csv")];
    expect(await runIn(there, [...args, "--no-report"])).toMatchObject({ code: 0 });
    expect(await readdir(there)).toEqual([]);
    expect(await runIn(there, args)).toMatchObject({ code: 0 });
    expect(await readdir(there)).toEqual(["here.report.csv"]);
    expect(await readFile(path.join(there, "here.report.csv"), "utf8")).toContain("3,duplicate");
  });

  it("says in one line that a report cannot be written, before anything is imported", async () => {
    const file = await fileOf("email\nunreported@mail.example\n");
    const alias = path.join(folder, "alias.csv");
    await link(file, alias);
    for (const report of [folder, path.join(folder, "missing", "report.csv"), file, alias]) {
      const ended = await run("--owner", "vera@people.test", file, "--report", report);
      expect(ended).toMatchObject({ code: 1, stdout: "" });
      expect(ended.stderr).toMatch(/^The report .* cannot be written: [^\n]+\.\n$/);
    }
    expect(await readFile(file, "utf8")).toBe("email\nunreported@mail.example\n");
    expect(await db.recipient.count({ where: { email: "unreported@mail.example" } })).toBe(0);
  });
});
