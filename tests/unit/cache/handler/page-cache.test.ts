import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CachedPage } from "@/lib/cache/handler/cached-value";
import { PageCache } from "@/lib/cache/handler/page-cache";

let cache: PageCache;

function page(html: string, ...tags: string[]): CachedPage {
  return { kind: "APP_PAGE", html, headers: { "x-next-cache-tags": ["_N_T_/layout", ...tags].join(",") } };
}

async function answer(key: string, made: CachedPage): Promise<string> {
  const visit = cache.visit();
  const cached = await visit.get(key, []);
  if (cached?.value.kind === "APP_PAGE") return cached.value.html;
  visit.set(key, made, [], { revalidate: 60 });
  return made.html;
}

beforeEach(() => {
  vi.useFakeTimers();
  cache = new PageCache({ shared: null, report: (error) => expect.fail(String(error)) });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("what a process caches", () => {
  it("stays until one of its tags is refreshed, and for nobody else's tag", async () => {
    await answer("/blog", page("first", "posts"));
    await cache.refresh(["home"]);
    expect(await answer("/blog", page("second", "posts"))).toBe("first");
    await cache.refresh(["home", "posts"]);
    expect(await answer("/blog", page("third", "posts"))).toBe("third");
    expect(await answer("/blog", page("fourth", "posts"))).toBe("third");
  });

  it("is not what was begun before a refresh and finished after it", async () => {
    const visit = cache.visit();
    await visit.get("/blog", []);
    await cache.refresh(["posts"]);
    visit.set("/blog", page("old", "posts"), [], undefined);
    expect(await answer("/blog", page("new", "posts"))).toBe("new");
  });

  it("is not what one part of a page read before a refresh, though another part began after it", async () => {
    const visit = cache.visit();
    await visit.get("/blog", []);
    await cache.refresh(["posts"]);
    await visit.get("/blog", []);
    visit.set("/blog", page("old", "posts"), [], undefined);
    expect(await answer("/blog", page("new", "posts"))).toBe("new");
    visit.set("/blog", page("new too", "posts"), [], undefined);
    // Both are made, so what is made from now on counts from its own beginning.
    await cache.refresh(["posts"]);
    await visit.get("/blog", []);
    visit.set("/blog", page("last", "posts"), [], undefined);
    expect(await answer("/blog", page("none", "posts"))).toBe("last");
  });

  it("is what an action makes after its own refresh", async () => {
    const visit = cache.visit();
    await visit.get("/blog", []);
    visit.set("/blog", page("old", "posts"), [], undefined);
    await cache.refresh(["posts"]);
    await visit.get("/blog", []);
    visit.set("/blog", page("new", "posts"), [], undefined);
    expect(await answer("/blog", page("newer", "posts"))).toBe("new");
  });

  it("grows old where nobody refreshes it: how old it may be shown is for Next to say", async () => {
    const made = Date.now();
    await answer("/blog", page("first", "posts"));
    vi.advanceTimersByTime(3_600_000);
    expect(await cache.visit().get("/blog", [])).toMatchObject({
      lastModified: made,
      cacheControl: { revalidate: 60 },
    });
  });

  it("is bounded: the page that nobody has asked for the longest goes first", async () => {
    const megabyte = "x".repeat(1_000_000);
    await answer("/asked", page("asked"));
    for (let n = 0; n < 60; n += 1) {
      await answer(`/${n}`, page(megabyte));
      await answer("/asked", page("made again"));
    }
    expect(await answer("/asked", page("made again"))).toBe("asked");
    expect(await cache.visit().get("/0", [])).toBeNull();
  });
});
