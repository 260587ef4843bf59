import { spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { explainingFolder, makeDataFolder, noRoomIn } from "@/scripts/embedded/data-folder";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "posthorn-folder-"));
  await chmod(folder, 0o755);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("a data folder", () => {
  test("is made where nothing is, and closed to others", async () => {
    const made = path.join(folder, "a", "b");
    await makeDataFolder(made, undefined);
    expect((await stat(made)).mode & 0o777).toBe(0o700);
  });

  test("may be a fresh disk, or hold what Posthorn made and people put beside it", async () => {
    await mkdir(path.join(folder, "lost+found"));
    await makeDataFolder(folder, undefined);
    await writeFile(path.join(folder, "secrets.json"), "{}");
    await writeFile(path.join(folder, "notes.txt"), "");
    await makeDataFolder(folder, undefined);
  });

  test.each(["notes.txt", "PG_VERSION", "package.json"])(
    "that holds %s and nothing of ours is refused untouched",
    async (name) => {
      await writeFile(path.join(folder, name), "");
      await expect(makeDataFolder(folder, undefined)).rejects.toThrow("not Posthorn's");
      expect((await stat(folder)).mode & 0o777).toBe(0o755);
    },
  );
});

describe("what the file system says", () => {
  const failing = (code: string) =>
    explainingFolder("/data", () =>
      Promise.reject(Object.assign(new Error("raw"), { code, syscall: "open" })),
    );

  test.each([
    ["ENOSPC", "no room left"],
    ["EDQUOT", "no room left"],
    ["EROFS", "cannot be written"],
    ["EACCES", "cannot be written"],
    ["ENOTDIR", "cannot be made"],
  ])("%s becomes a sentence with the folder and POSTHORN_DATA", async (code, words) => {
    await expect(failing(code)).rejects.toThrow(new RegExp(`${words}.*`));
    await expect(failing(code)).rejects.toThrow(/\/data.*POSTHORN_DATA/);
  });

  test("of something else stays as it is", async () => {
    await expect(failing("EMFILE")).rejects.toThrow("raw");
    const unstartable = () =>
      new Promise<void>((_resolve, reject) => {
        spawn(path.join(folder, "no-program")).once("error", reject);
      });
    await expect(explainingFolder("/data", unstartable)).rejects.toThrow(/spawn .*ENOENT/);
  });

  test("a server's words for a full disk are told from its other words", () => {
    expect(noRoomIn('could not extend file "base/1": No space left on device', "/data")?.message).toContain(
      "/data",
    );
    expect(noRoomIn("could not open file: Permission denied", "/data")).toBeUndefined();
  });
});
