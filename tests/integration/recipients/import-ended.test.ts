import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type Database } from "@/lib/db";
import { importRecipients } from "@/lib/recipients/import";
import { inProject } from "@/scripts/project";
import { npmScript } from "@/scripts/testing/npm-script";
import { createDatabase, type TestDatabase } from "@/tests/support/database";

/** Enough that no signal comes too late: an import of this length takes seconds on any machine. */
const LONG = 150_000;
const SHORT = 30_000;
const SEED = 20261121;
/** Five starts of the command on a machine that does other things as well. */
const PATIENCE = 240_000;

let own: TestDatabase;
let db: Database;
let folder: string;

beforeAll(async () => {
  [own, folder] = await Promise.all([createDatabase(), mkdtemp(path.join(tmpdir(), "posthorn-import-"))]);
  db = connect(own.url);
});
afterAll(async () => {
  await db.$disconnect();
  await own.drop();
  await rm(folder, { recursive: true, force: true });
});

async function owner(name: string): Promise<{ id: string; email: string }> {
  const email = `${name}@people.test`;
  const { id } = await db.user.create({ data: { email, name, passwordHash: "-" } });
  return { id, email };
}

/** Every ninth row repeats an address, every thirteenth has none. */
async function fileOf(rows: number): Promise<string> {
  const lines = Array.from({ length: rows }, (_, row) => {
    const address = row % 13 === 5 ? "nobody" : `r${row % 9 === 8 ? row - 8 : row}@mail.example`;
    return `${address},Имя ${row},${row % 3 === 0 ? "" : `"Plan ${row},\n${row}"`}\n`;
  });
  const file = path.join(folder, `${rows}.csv`);
  await writeFile(file, `email,name,plan\n${lines.join("")}`);
  return file;
}

/** The real command; the signal is given when it has told of so many steps of 10,000 rows. */
async function run(args: string[], signal?: { name: NodeJS.Signals; afterSteps: number; andMs: number }) {
  const child = spawn(process.execPath, [...npmScript("recipients:import"), ...args], {
    cwd: inProject(),
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      INIT_CWD: folder,
      NODE_ENV: "test",
      DATABASE_URL: own.url,
      RESEND_API_KEY: "re_test",
      RESEND_BASE_URL: "http://127.0.0.1:9",
      RESEND_FROM: "mail@posthorn.test",
      AUTH_SECRET: "auth-secret-of-the-tests-0123456789-0123456789",
      CRON_SECRET: "cron-secret-of-the-tests-0123456789",
      UNSUBSCRIBE_SECRET: "unsubscribe-secret-of-the-tests-0123456789",
      APP_URL: "http://127.0.0.1:9",
    },
  });
  const ended = new Promise<number | string | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, killed) => resolve(code ?? killed));
  });
  let stderr = "";
  let steps = 0;
  child.stderr.setEncoding("utf8").on("data", (piece: string) => {
    stderr += piece;
    const before = steps;
    steps = stderr.split("rows\n").length - 1;
    if (signal !== undefined && before < signal.afterSteps && steps >= signal.afterSteps) {
      setTimeout(() => child.kill(signal.name), signal.andMs);
    }
  });
  const stdout = await text(child.stdout);
  return { ending: await ended, stdout, stderr };
}

function stateOf(ownerId: string) {
  return db.$queryRaw<{ recipients: number; members: number; digest: string }[]>`
    SELECT count(*)::int AS recipients, count(m.list_id)::int AS members,
      md5(string_agg(concat_ws('|', r.email, r.name, r.comment, r.fields), ',' ORDER BY r.email)) AS digest
    FROM recipients r LEFT JOIN list_members m ON m.recipient_id = r.id WHERE r.owner_id = ${ownerId}::uuid`;
}

/** Numbers from 0 to 1 that are the same in every run. */
function seeded(): () => number {
  let state = SEED;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("an import that is killed at random moments and started again", () => {
  it(
    "ends in the same state as one that never was",
    async () => {
      const file = await fileOf(SHORT);
      const [killed, whole] = await Promise.all([owner("killed"), owner("whole")]);
      const random = seeded();
      const args = ["--owner", killed.email, "--list", "Readers", "--no-report", file];
      const endings: unknown[] = [];
      for (let time = 0; time < 3; time += 1) {
        const { ending } = await run(args, { name: "SIGKILL", afterSteps: 1, andMs: random() * 100 });
        endings.push(ending);
      }
      expect(endings).toContain("SIGKILL");
      expect(await run(args)).toMatchObject({ ending: 0 });

      const list = await db.recipientList.create({ data: { ownerId: whole.id, name: "Readers" } });
      await importRecipients(db, { ownerId: whole.id, listId: list.id, source: createReadStream(file) });
      const [state] = await stateOf(whole.id);
      expect(state).toMatchObject({ members: state?.recipients });
      expect(await stateOf(killed.id)).toEqual([state]);
    },
    PATIENCE,
  );
});

describe("Ctrl-C while an import runs", () => {
  it(
    "ends it with one line and 130; what was written stays, and the report tells of all of it",
    async () => {
      const file = await fileOf(LONG);
      const { id, email } = await owner("stopped");
      const { ending, stdout, stderr } = await run(["--owner", email, file], {
        name: "SIGINT",
        afterSteps: 1,
        andMs: 0,
      });
      expect(ending).toBe(130);
      expect(stderr).toMatch(/^([\d,]+ rows\n)+$/);
      expect(stdout).toMatch(
        /^Encoding [^\n]*\nColumns: [^\n]*\nStopped after [\d,]+ rows: [^\n]*\. Started again, it goes on\.\n$/,
      );
      const rows = Number(/after ([\d,]+) rows/.exec(stdout)?.[1]?.replaceAll(",", ""));
      expect(rows).toBeLessThan(LONG);

      const report = (await readFile(path.join(folder, `${LONG}.report.csv`), "utf8")).trimEnd().split("\n");
      expect(report).toHaveLength(rows + 1);
      const added = report.filter((line) => line.includes(",added,")).length;
      expect(await db.recipient.count({ where: { ownerId: id } })).toBe(added);
    },
    PATIENCE,
  );
});
