import { unstable_cache } from "next/cache";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { cached, pack, unpack } from "@/lib/cache/cached";
import { env } from "@/lib/env";

vi.mock("next/cache", () => ({ unstable_cache: vi.fn() }));
vi.mock("@/lib/env", () => ({ env: vi.fn(), servedByNext: true }));

/**
 * Stands in for Next's cache, which lives in its server, by the same contract: an entry per key, kept as text,
 * until one of its tags is refreshed.
 */
class TaggedCache {
  private readonly entries = new Map<string, { text: string; tags: string[] }>();

  readonly keep: typeof unstable_cache = (read, keyParts = [], options = {}) => {
    const keep = async (...args: never[]): Promise<unknown> => {
      const key = JSON.stringify([keyParts, args]);
      const kept = this.entries.get(key);
      if (kept !== undefined) return JSON.parse(kept.text);
      const value: unknown = await read(...args);
      this.entries.set(key, { text: JSON.stringify(value), tags: options.tags ?? [] });
      return value;
    };
    // The stand-in gives back what the read gave, through JSON as Next does.
    return keep as typeof read;
  };

  refresh(tag: string): void {
    for (const [key, { tags }] of this.entries) if (tags.includes(tag)) this.entries.delete(key);
  }
}

let cache: TaggedCache;
let reads: string[];

/** A read that tells whose it is and how many were made before it. */
function counted(name: string) {
  return cached(
    name,
    (ownerId) => [`${name}:${ownerId}`],
    (ownerId: string, page: string | null) => {
      reads.push(`${name} ${ownerId} ${page}`);
      return Promise.resolve({ ownerId, page, reading: reads.length, at: new Date(reads.length) });
    },
  );
}

function switchCache(on: boolean): void {
  vi.mocked(env, { partial: true }).mockReturnValue({ CACHE_ENABLED: on });
}

beforeEach(() => {
  cache = new TaggedCache();
  reads = [];
  vi.mocked(unstable_cache).mockImplementation(cache.keep);
  switchCache(true);
});
afterAll(() => {
  vi.restoreAllMocks();
});

describe("a cached read", () => {
  it("never gives one owner what was read for another, nor one page for another", async () => {
    const read = counted("list");
    const askers = [
      ["anna", null],
      ["boris", null],
      ["anna", "2"],
      ["anna,2", null],
      ["anna", "null"],
      ['anna",null,"', null],
    ] as const;
    for (const round of [1, 2]) {
      for (const [ownerId, page] of askers) {
        expect(await read(ownerId, page), `round ${round}`).toMatchObject({ ownerId, page });
      }
    }
    expect(reads).toHaveLength(askers.length);
  });

  it("never gives what was read under another name", async () => {
    await counted("list")("anna", null);
    await counted("sizes")("anna", null);
    expect(reads).toEqual(["list anna null", "sizes anna null"]);
  });

  it("is made anew for the owner whose tag was refreshed, and for nobody else", async () => {
    const read = counted("list");
    for (const ownerId of ["anna", "boris"]) await read(ownerId, null);
    cache.refresh("list:anna");
    expect(await read("anna", null)).toMatchObject({ reading: 3 });
    expect(await read("boris", null)).toMatchObject({ reading: 2, at: new Date(2) });
  });

  it("is kept for a minute where nothing else is said", async () => {
    await counted("list")("anna", null);
    expect(vi.mocked(unstable_cache).mock.lastCall?.[2]).toMatchObject({ revalidate: 60 });
  });

  it("is kept for as long as it says, but not for nothing", async () => {
    for (const [wish, seconds] of [
      [17, 17],
      [3_600, 3_600],
      [0, 1],
      [-5, 1],
    ] as const) {
      const read = cached(
        "brief",
        () => [],
        () => Promise.resolve(""),
        () => wish,
      );
      await read();
      expect(vi.mocked(unstable_cache).mock.lastCall?.[2]).toMatchObject({ revalidate: seconds });
    }
  });

  it("tells the page around it its tags and a second's age where caches are off, for who keeps pages elsewhere", async () => {
    switchCache(false);
    await counted("list")("anna", null);
    expect(vi.mocked(unstable_cache).mock.lastCall?.[2]).toEqual({ tags: ["list:anna"], revalidate: 1 });
  });

  it("is made every time where caches are off, and leaves nothing behind", async () => {
    const read = counted("list");
    switchCache(false);
    await read("anna", null);
    expect(await read("anna", null)).toMatchObject({ reading: 2 });
    switchCache(true);
    expect(await read("anna", null)).toMatchObject({ reading: 3 });
  });
});

describe("what the cache keeps", () => {
  it("comes back with its dates as dates, however deep", () => {
    const value = {
      at: new Date("2026-11-21T09:00:00.123Z"),
      none: null,
      rows: [{ at: new Date(0), name: "2026-11-21T09:00:00.123Z" }],
    };
    expect(unpack(pack(value))).toEqual(value);
  });

  it("keeps null and an empty list apart", () => {
    expect(unpack(pack(null))).toBeNull();
    expect(unpack(pack([]))).toEqual([]);
  });
});
