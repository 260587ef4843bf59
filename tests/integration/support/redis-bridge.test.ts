import { Redis } from "@upstash/redis";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { startRedisBridge, type RedisBridge } from "@/tests/support/redis-bridge";

const UNKNOWN = "0".repeat(40);

describe("the bridge", () => {
  let bridge: RedisBridge;
  let other: RedisBridge;
  let client: Redis;
  const started = () => startRedisBridge(inject("redisServer"));

  beforeAll(async () => {
    [bridge, other] = await Promise.all([started(), started()]);
    client = new Redis({ url: bridge.url, token: bridge.token, retry: { retries: 0 } });
  });
  beforeEach(async () => {
    bridge.mood = "well";
    bridge.commands.length = 0;
    await bridge.forget();
  });
  afterAll(async () => {
    await Promise.all([bridge.close(), other.close()]);
  });

  it("hands on texts of any language, numbers, objects, and what is not there", async () => {
    await client.set("a text", "Привет, 世界\n🙂");
    await client.set("an object", { views: 3, names: ["Ада"] });
    expect(await client.mget("a text", "an object", "nothing")).toEqual([
      "Привет, 世界\n🙂",
      { views: 3, names: ["Ада"] },
      null,
    ]);
    expect(await client.get("nothing")).toBeNull();
    expect(await client.incrby("a number", 5)).toBe(5);
    expect(bridge.commands.at(-1)).toEqual(["incrby", "a number", "5"]);
  });

  it("keeps what is to be kept once, for so long", async () => {
    expect(await client.set("once", 1, { nx: true, ex: 1_800 })).toBe("OK");
    expect(await client.set("once", 1, { nx: true, ex: 1_800 })).toBeNull();
    expect(bridge.commands.at(-1)?.map(String)).toEqual(["set", "once", "1", "nx", "ex", "1800"]);
    const left = await client.ttl("once");
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(1_800);
  });

  it("counts in hashes", async () => {
    await client.hincrby("counts", "one", 2);
    await client.hincrby("counts", "one", 1);
    await client.hincrby("counts", "two", 1);
    expect(await client.hgetall("counts")).toEqual({ one: 3, two: 1 });
    expect(await client.hget("counts", "three")).toBeNull();
  });

  it("takes pipelines and transactions", async () => {
    await client.set("word", "a");
    const piped = client.pipeline().set("one", 1).incr("one").get("one");
    expect(await piped.exec()).toEqual(["OK", 2, 2]);
    expect(await client.multi().incr("one").hincrby("counts", "x", 1).exec()).toEqual([3, 1]);
    expect(bridge.commands.slice(-2)).toEqual([
      ["incr", "one"],
      ["hincrby", "counts", "x", "1"],
    ]);
    const failed = client.pipeline().evalsha(UNKNOWN, [], []).get("word");
    const [refused, read] = await failed.exec({ keepErrors: true });
    expect(refused).toMatchObject({ error: expect.stringMatching(/^NOSCRIPT/) });
    expect(read).toMatchObject({ result: "a" });
  });

  it("runs scripts, by their hash once they have come, with the line of flags that only Upstash takes", async () => {
    const script = `#!lua flags=allow-key-locking
      redis.call("INCRBY", KEYS[1], ARGV[1])
      return { tonumber(redis.call("GET", KEYS[1])), redis.call("GET", KEYS[2]), "text" }`;
    const made = client.createScript<unknown[]>(script);
    expect(await made.exec(["counted", "nothing"], ["4"])).toEqual([4, null, "text"]);
    expect(await made.exec(["counted", "nothing"], ["4"])).toEqual([8, null, "text"]);
    expect(bridge.commands.map(([name]) => name)).toEqual(["evalsha", "eval", "evalsha"]);
    expect(await bridge.keys()).toEqual(["counted"]);
  });

  it("says in Redis's words what is wrong", async () => {
    await expect(client.evalsha(UNKNOWN, [], [])).rejects.toThrow(/NOSCRIPT/);
    await expect(new Redis({ url: bridge.url, token: "another" }).get("word")).rejects.toThrow(/WRONGPASS/);
  });

  it("keeps its keys apart from those of another", async () => {
    await client.set("mine", 1);
    expect([await bridge.keys(), await other.keys()]).toEqual([["mine"], []]);
    expect(await other.ask("GET", "mine")).toBeNull();
    await other.forget();
    expect(await bridge.ask("GET", "mine")).toBe("1");
  });

  it("is full for what needs memory, in a mood that may depend on the command", async () => {
    await client.set("mine", 1);
    bridge.mood = "is full";
    await expect(client.set("more", 1)).rejects.toThrow(/OOM command not allowed/);
    expect(await client.get("mine")).toBe(1);
    bridge.mood = ([name]) => (name === "get" ? "breaks" : "well");
    await expect(client.get("mine")).rejects.toThrow(/ERR internal error/);
    expect(await client.set("more", 1)).toBe("OK");
    bridge.mood = "does it and cuts off";
    await expect(client.incr("more")).rejects.toThrow();
    expect(await bridge.ask("GET", "more")).toBe("2");
  });
});
