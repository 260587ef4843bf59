import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { findBrowser } from "@/scripts/browser";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "posthorn-browser-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function program(name: string, script: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

test.skipIf(process.platform === "win32")(
  "a browser that is there but does not run, for want of a library, leads on to the next",
  async () => {
    await program("chromium", "echo 'libnss3.so: cannot open shared object file' >&2; exit 127");
    const whole = await program("google-chrome", "echo 'Google Chrome 1'");
    vi.stubEnv("PLAYWRIGHT_CHROMIUM_EXECUTABLE", "");
    vi.stubEnv("PATH", folder);
    expect(await findBrowser()).toBe(whole);
  },
);

test.skipIf(process.platform === "win32")(
  "a browser that is named and does not run is said so, and no other is taken in its place",
  async () => {
    const broken = await program("broken", "exit 127");
    await program("chromium", "echo 'Chromium 1'");
    vi.stubEnv("PLAYWRIGHT_CHROMIUM_EXECUTABLE", broken);
    vi.stubEnv("PATH", folder);
    await expect(findBrowser()).rejects.toThrow("cannot be run");
  },
);
