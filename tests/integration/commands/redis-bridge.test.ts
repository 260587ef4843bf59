import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { Redis } from "@upstash/redis";
import { afterEach, expect, inject, it } from "vitest";
import { freePort } from "@/scripts/embedded/free-port";
import { PROJECT } from "@/scripts/project";
import { npmScript } from "@/scripts/testing/npm-script";
import { stageEnvironment } from "@/scripts/testing/run-program";

const started: ChildProcess[] = [];
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode === null && child.signalCode === null && child.kill("SIGKILL"))
      await once(child, "exit");
  }
});

function run(args: string[], settings: Record<string, string> = {}) {
  const child = spawn(process.execPath, [...npmScript("redis:bridge"), ...args], {
    cwd: PROJECT,
    env: stageEnvironment(settings),
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  return child;
}

async function end(args: string[], settings: Record<string, string> = {}) {
  const child = run(args, settings);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: child.exitCode ?? (await once(child, "exit"))[0], stdout, stderr };
}

it("redis:bridge puts a Redis behind the REST interface that the application asks, for whoever has the token, and ends with SIGTERM", async () => {
  const token = "a token of this test alone";
  const port = await freePort(undefined);
  const url = `http://127.0.0.1:${port}`;
  const child = run(["--redis", inject("redisServer")], {
    UPSTASH_REDIS_REST_URL: url,
    UPSTASH_REDIS_REST_TOKEN: token,
  });
  const [first] = await once(createInterface(child.stdout), "line");
  expect(first).toContain(url);
  const key = `posthorn:test:${port}`;
  const redis = new Redis({ url, token, retry: { retries: 0 } });
  expect(await redis.set(key, "Привет", { ex: 60 })).toBe("OK");
  expect(await redis.get(key)).toBe("Привет");
  await redis.del(key);
  const stranger = new Redis({ url, token: "another", retry: { retries: 0 } });
  await expect(stranger.get(key)).rejects.toThrow(/WRONGPASS/);
  const headers = { Authorization: `Bearer ${token}` };
  for (const [path, body] of [
    ["/", "{}"],
    ["/", "[]"],
    ["/pipeline", '["GET"]'],
    ["/get/word", '["GET", "word"]'],
    ["/", "no JSON"],
    ["/", `["SET", "long", "${"x".repeat(10_000_000)}"]`],
  ] as const) {
    expect(await fetch(url + path, { method: "POST", headers, body }).then(({ status }) => status)).toBe(400);
  }
  const outside = Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).filter(({ internal }) => !internal),
  );
  for (const { address } of outside.slice(0, 1)) expect(await isOpen(address, port)).toBe(false);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([143, null]);
});

it("redis:bridge prints the two lines for .env where there are none, the token anew each time", async () => {
  const lines = async () => {
    const child = run(["--redis", inject("redisServer")]);
    const printed: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      printed.push(line);
      if (line.startsWith("UPSTASH_REDIS_REST_TOKEN=")) break;
    }
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([130, null]);
    return printed.slice(-2);
  };
  const [first, second] = [await lines(), await lines()];
  expect(first[0]).toMatch(/^UPSTASH_REDIS_REST_URL=http:\/\/127\.0\.0\.1:\d+$/);
  expect(first[1]).toMatch(/^UPSTASH_REDIS_REST_TOKEN=[\w-]{43}$/);
  expect(second[1]).not.toBe(first[1]);
});

it.each<{ of: string; settings: Record<string, string>; says: string }>([
  {
    of: "an Upstash elsewhere",
    settings: { UPSTASH_REDIS_REST_URL: "https://eu.upstash.io", UPSTASH_REDIS_REST_TOKEN: "token" },
    says: "UPSTASH_REDIS_REST_URL must be where the bridge listens",
  },
  {
    of: "an address without its token",
    settings: { UPSTASH_REDIS_REST_URL: "http://127.0.0.1:8079" },
    says: "UPSTASH_REDIS_REST_TOKEN must be set",
  },
])("redis:bridge ends $of with 2 and one line", async ({ settings, says }) => {
  const { code, stdout, stderr } = await end([], settings);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr).toContain(says);
});

it("redis:bridge says where no Redis answers, without its password", async () => {
  const port = await freePort(undefined);
  const { code, stdout, stderr } = await end(["--redis", `redis://:a-password@127.0.0.1:${port}`]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^The Redis at 127\.0\.0\.1:\d+ does not answer[^\n]+\n$/);
  expect(stderr).not.toContain("a-password");
});

function isOpen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const done = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
    socket.once("timeout", () => done(false));
  });
}
