import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { installDebianPackage } from "@/scripts/debian";

/** As apt-get does: whoever comes while another one is at work gives up. */
const APT_GET = `#!/bin/sh
here=$(dirname "$0")
mkdir "$here/lists.lock" || exit 100
sleep 0.2
echo "$*" >> "$here/calls"
rmdir "$here/lists.lock"
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "posthorn-debian-"));
  await writeFile(path.join(folder, "apt-get"), APT_GET);
  await chmod(path.join(folder, "apt-get"), 0o755);
  vi.stubEnv("PATH", `${folder}:${process.env.PATH ?? ""}`);
  vi.spyOn(process, "getuid").mockReturnValue(0);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

test.skipIf(process.platform === "win32")(
  "two packages that are wanted at once are installed one after the other",
  async () => {
    await Promise.all([installDebianPackage("one"), installDebianPackage("two")]);
    const calls = await readFile(path.join(folder, "calls"), "utf8");
    expect(calls.match(/^update$/gm)).toHaveLength(2);
    expect(calls).toMatch(/install .* one$/m);
    expect(calls).toMatch(/install .* two$/m);
  },
);
