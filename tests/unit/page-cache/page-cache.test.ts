import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { KeptPage } from "@/lib/page-cache/kept-value";
import { PageCache } from "@/lib/page-cache/page-cache";

/** Processes of one machine, which tell each other in order. */
function processes(count: number): PageCache[] {
  const all: PageCache[] = [];
  for (let n = 0; n < count; n += 1) {
    const others = () => all.filter((_one, place) => place !== n);
    const tell = async (tags: readonly string[]) => others().forEach((other) => other.takeRefreshed(tags));
    all.push(new PageCache({ shared: null, tell, passOn: () => Promise.resolve(), report: fail }));
  }
  return all;
}

function fail(error: unknown): never {
  throw error;
}

function page(html: string, ...tags: string[]): KeptPage {
  return { kind: "APP_PAGE", html, headers: { "x-next-cache-tags": ["_N_T_/layout", ...tags].join(",") } };
}

async function answer(cache: PageCache, key: string, made: KeptPage): Promise<string> {
  const visit = cache.visit();
  const kept = await visit.get(key, []);
  if (kept?.value.kind === "APP_PAGE") return kept.value.html;
  visit.set(key, made, [], { revalidate: 60 });
  return made.html;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("what a process keeps", () => {
  it("is kept until one of its tags is refreshed in any process, and for nobody else's tag", async () => {
    const [one, other] = processes(2);
    if (!one || !other) throw new Error("no processes");
    for (const cache of [one, other]) await answer(cache, "/blog", page("first", "posts"));
    await one.refresh(["home"]);
    expect(await answer(other, "/blog", page("second", "posts"))).toBe("first");
    await one.refresh(["home", "posts"]);
    expect(await answer(other, "/blog", page("second", "posts"))).toBe("second");
    expect(await answer(one, "/blog", page("third", "posts"))).toBe("third");
    expect(await answer(one, "/blog", page("fourth", "posts"))).toBe("third");
  });

  it("is not what was begun before a refresh and finished after it, here or elsewhere", async () => {
    const [one, other] = processes(2);
    if (!one || !other) throw new Error("no processes");
    for (const cache of [one, other]) {
      const visit = cache.visit();
      await visit.get("/blog", []);
      await one.refresh(["posts"]);
      visit.set("/blog", page("old", "posts"), [], undefined);
      expect(await answer(cache, "/blog", page("new", "posts"))).toBe("new");
    }
  });

  it("is not what one part of a page read before a refresh, though another part began after it", async () => {
    const [cache] = processes(1);
    if (!cache) throw new Error("no process");
    const visit = cache.visit();
    await visit.get("/blog", []);
    await cache.refresh(["posts"]);
    await visit.get("/blog", []);
    visit.set("/blog", page("old", "posts"), [], undefined);
    expect(await answer(cache, "/blog", page("new", "posts"))).toBe("new");
    visit.set("/blog", page("new too", "posts"), [], undefined);
    // Both are made, so what is made from now on counts from its own beginning.
    await cache.refresh(["posts"]);
    await visit.get("/blog", []);
    visit.set("/blog", page("last", "posts"), [], undefined);
    expect(await answer(cache, "/blog", page("none", "posts"))).toBe("last");
  });

  it("is what an action makes after its own refresh", async () => {
    const [cache] = processes(1);
    if (!cache) throw new Error("no process");
    const visit = cache.visit();
    await visit.get("/blog", []);
    visit.set("/blog", page("old", "posts"), [], undefined);
    await cache.refresh(["posts"]);
    await visit.get("/blog", []);
    visit.set("/blog", page("new", "posts"), [], undefined);
    expect(await answer(cache, "/blog", page("newer", "posts"))).toBe("new");
  });

  it("grows old where nobody refreshes it: how old it may be shown is for Next to say", async () => {
    const [cache] = processes(1);
    if (!cache) throw new Error("no process");
    const made = Date.now();
    await answer(cache, "/blog", page("first", "posts"));
    vi.advanceTimersByTime(3_600_000);
    expect(await cache.visit().get("/blog", [])).toMatchObject({
      lastModified: made,
      cacheControl: { revalidate: 60 },
    });
  });

  it("is bounded: the page that nobody has asked for the longest goes first", async () => {
    const [cache] = processes(1);
    if (!cache) throw new Error("no process");
    const megabyte = "x".repeat(1_000_000);
    await answer(cache, "/kept", page("kept"));
    for (let n = 0; n < 60; n += 1) {
      await answer(cache, `/${n}`, page(megabyte));
      await answer(cache, "/kept", page("made again"));
    }
    expect(await answer(cache, "/kept", page("made again"))).toBe("kept");
    expect(await cache.visit().get("/0", [])).toBeNull();
  });
});
