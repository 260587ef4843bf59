import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startServices } from "@/scripts/embedded/services";
import { leftBehind } from "@/scripts/testing/left-behind";
import { runAlone } from "@/tests/support/embedded-services";
import { closeToWriting, makeSmallDisk } from "@/tests/support/full-disk";
import type { SmallDisk } from "@/tests/support/full-disk";
import { onServer } from "@/tests/support/server-connection";

const ANY_COMMAND = "scripts/verify.ts";

let place: string;

beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), "posthorn-bad-"));
  // The server of root is another user, who has to pass through.
  await chmod(place, 0o711);
});

afterEach(async () => {
  expect(await leftBehind(place)).toEqual([]);
});

afterAll(async () => {
  await rm(place, { recursive: true, force: true });
});

/** The one line with which a command refuses a folder; fails when it does not, or says more. */
async function refusalOf(folder: string, before?: string): Promise<string> {
  const { code, stdout, stderr } = await runAlone(ANY_COMMAND, {
    environment: { POSTHORN_DATA: folder },
    ...(before === undefined ? {} : { before }),
  });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr.trimEnd()).not.toContain("\n");
  expect(stderr).toContain("POSTHORN_DATA");
  expect(stderr).toContain(folder);
  return stderr;
}

/** What is in the database of a folder, which holds `answer` since `makeDatabase`. */
async function answerIn(folder: string): Promise<unknown[]> {
  const services = await startServices({ POSTHORN_DATA: folder, NODE_ENV: "test" });
  try {
    return await onServer(services.env.DATABASE_URL ?? "", "SELECT answer FROM kept");
  } finally {
    await services.stop();
  }
}

async function makeDatabase(folder: string): Promise<void> {
  const services = await startServices({ POSTHORN_DATA: folder, NODE_ENV: "test" });
  try {
    await onServer(services.env.DATABASE_URL ?? "", "CREATE TABLE kept AS SELECT 42 AS answer");
  } finally {
    await services.stop();
  }
}

describe("a folder where nothing can be made", () => {
  test("a path through a file is refused", async () => {
    const file = path.join(place, "file");
    await writeFile(file, "");
    expect(await refusalOf(path.join(file, "data"))).toContain("cannot be made");
    expect(await refusalOf(file)).toContain("cannot be made");
  });

  test("a place where not even root may write is refused", async () => {
    const folder = process.platform === "linux" ? "/sys/posthorn" : "/System/posthorn";
    expect(await refusalOf(folder)).toContain("cannot be written");
  });

  test("a folder with other people's files is refused and keeps its permissions", async () => {
    const folder = path.join(place, "documents");
    await mkdir(folder);
    await writeFile(path.join(folder, "postgresql-notes.txt"), "mine");
    await writeFile(path.join(folder, "letter.txt"), "mine");
    const { mode } = await stat(folder);
    expect(await refusalOf(folder)).toContain("not Posthorn's");
    expect((await stat(folder)).mode).toBe(mode);
  });
});

describe("a folder with a database", () => {
  let folder: string;

  beforeAll(async () => {
    folder = path.join(place, "kept");
    await makeDatabase(folder);
  });

  afterAll(async () => {
    expect(await answerIn(folder)).toEqual([{ answer: 42 }]);
  });

  test.each([
    ["newer", "99", "use the newer Posthorn"],
    ["older", "17", "pg_dump"],
  ])("of a %s PostgreSQL is refused and left as it is", async (_which, version, advice) => {
    const file = path.join(folder, "postgres", "data", "PG_VERSION");
    const own = await readFile(file, "utf8");
    await writeFile(file, `${version}\n`);
    const refusal = await refusalOf(folder);
    expect(refusal).toContain(`made by PostgreSQL ${version}`);
    expect(refusal).toContain(advice);
    expect(await readFile(file, "utf8")).toBe(`${version}\n`);
    await writeFile(file, own);
  });

  test("that nobody may write, or that is somebody else's, is refused", async () => {
    const reopen = await closeToWriting(folder);
    if (reopen) {
      expect(await refusalOf(folder)).toContain("cannot be written");
      await reopen();
    }
    const files = path.join(folder, "postgres");
    const { uid, gid } = await stat(files);
    if (process.getuid?.() !== 0) return;
    await chown(files, 54321, gid);
    expect(await refusalOf(folder)).toContain("belongs to another account (number 54321)");
    expect((await stat(files)).uid).toBe(54321);
    await chown(files, uid, gid);
  });
});

test("files where the database belongs that are none are refused and kept", async () => {
  const folder = path.join(place, "no-database");
  const note = path.join(folder, "postgres", "data", "note.txt");
  await mkdir(path.dirname(note), { recursive: true });
  await writeFile(note, "mine");
  expect(await refusalOf(folder)).toContain("PG_VERSION is missing");
  expect(await readFile(note, "utf8")).toBe("mine");
});

describe("a full disk", () => {
  test("on which no database fits is named, and a start with room begins anew", async () => {
    const folder = path.join(place, "narrow");
    // 4 MB in the smaller of the two units that shells count in; the first file of the log alone takes 16.
    expect(await refusalOf(folder, "ulimit -f 8192")).toContain("no room left");
    await makeDatabase(folder);
    expect(await answerIn(folder)).toEqual([{ answer: 42 }]);
  });

  test("that filled up while rows were written is named, and all acknowledged ones are there once there is room", async () => {
    const folder = path.join(place, "filling");
    await mkdir(folder, { mode: 0o711 });
    const disk = await makeSmallDisk(folder);
    try {
      await makeDatabase(folder);
      const acknowledged = await writeUntilFull(folder, disk);
      // What the server freed at its end.
      await disk.fill();
      expect(await refusalOf(folder, disk.before)).toContain("no room left");
      await disk.makeRoom();
      expect(await answerIn(folder)).toHaveLength(acknowledged);
    } finally {
      await disk.remove();
    }
  });
});

/** Fills the disk under a running server; how many rows it has acknowledged, that of `makeDatabase` counted. */
async function writeUntilFull(folder: string, disk: SmallDisk): Promise<number> {
  const services = await startServices({ POSTHORN_DATA: folder, NODE_ENV: "test" });
  const url = services.env.DATABASE_URL ?? "";
  let acknowledged = 1;
  let refused = false;
  try {
    await disk.fill();
    for (let statements = 0; statements < 20 && !refused; statements += 1) {
      refused = !(await writeThousand(url));
      if (!refused) acknowledged += 1000;
    }
  } finally {
    await services.stop();
  }
  expect(refused).toBe(disk.before === undefined);
  return acknowledged;
}

/** Five pages of rows; whether they were acknowledged. */
async function writeThousand(url: string): Promise<boolean> {
  try {
    await onServer(url, "INSERT INTO kept SELECT 42 FROM generate_series(1, 1000)");
    return true;
  } catch (error) {
    expect(String(error)).toMatch(/No space left on device/);
    return false;
  }
}
