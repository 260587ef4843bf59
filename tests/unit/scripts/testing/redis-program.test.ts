import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { findRedis } from "@/scripts/testing/redis-program";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "posthorn-redis-program-"));
  vi.stubEnv("PATH", folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

async function program(name: string, script: string): Promise<void> {
  const file = path.join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

describe.skipIf(process.platform === "win32")("the Redis of the tests", () => {
  test("is one that is installed and runs", async () => {
    await program("redis-server", "echo 'libjemalloc.so: cannot open shared object file' >&2; exit 127");
    await program("valkey-server", "echo 'Valkey server v=8'");
    expect(await findRedis()).toBe("valkey-server");
  });

  test.skipIf(process.getuid?.() !== 0)("is Debian's package else, where this is root", async () => {
    await program("redis-server.new", "echo 'Redis server v=7'");
    // Installs what it is told last.
    await program(
      "apt-get",
      `[ "$1" = update ] || { for name; do :; done; /bin/mv "${folder}/$name.new" "${folder}/$name"; }`,
    );
    expect(await findRedis()).toBe("redis-server");
  });

  test("is missed by name where there is none", async () => {
    await expect(findRedis()).rejects.toThrow(
      /install redis-server or valkey-server, or name a running one in TEST_REDIS_URL \(.+\)/,
    );
  });
});
