import { expect, it, vi } from "vitest";
import { newPatience, SharedLink } from "@/lib/cache/handler/shared-link";
import type { SharedPages } from "@/lib/cache/handler/shared-pages";
import { TagClock } from "@/lib/cache/handler/tag-clock";

const PAUSE_MS = 5;

/** Pages whose answers each test decides. */
function pages(answers: Partial<SharedPages> = {}) {
  const told: (readonly string[] | "all")[] = [];
  const shared: SharedPages = {
    version: () => Promise.resolve("va-1"),
    since: () => Promise.resolve({ version: "va-1", refreshed: "all" }),
    refresh: (tags) => {
      told.push(tags);
      return Promise.resolve("va-2");
    },
    read: () => Promise.resolve(null),
    write: () => Promise.resolve(),
    ...answers,
  };
  return { shared, told };
}

it("what is refreshed while the link comes back is told as well", async () => {
  let goOn = () => {};
  const comesBack = new Promise<void>((resolve) => (goOn = resolve));
  let looks = 0;
  const { shared, told } = pages({
    version: () => Promise.reject(new Error("down")),
    since: async () => {
      looks += 1;
      if (looks === 1) await comesBack;
      return { version: "va-1", refreshed: "all" };
    },
  });
  const link = new SharedLink(shared, new TagClock(), () => {}, PAUSE_MS);
  expect(await link.catchUp(newPatience())).toBe(false);
  await link.refresh(["before"]);
  await expect.poll(() => looks).toBe(1);
  await link.refresh(["meanwhile", "before"]);
  goOn();
  await expect.poll(() => link.version).toBe("va-1");
  expect(told).toEqual([["before"], ["meanwhile", "before"]]);
});

it("a refresh that could not be told is owed until it is", async () => {
  let failures = 2;
  const { shared, told } = pages({
    refresh: (tags) => {
      told.push(tags);
      failures -= 1;
      return failures >= 0 ? Promise.reject(new Error("down")) : Promise.resolve("va-2");
    },
  });
  const link = new SharedLink(shared, new TagClock(), () => {}, PAUSE_MS);
  await link.refresh(["posts"]);
  await expect.poll(() => link.version).toBe("va-1");
  expect(told).toEqual([["posts"], ["posts"], ["posts"]]);
});

it("a request that has waited for earlier answers goes on without the next; nobody else is cut off", async () => {
  const reported = vi.fn();
  const never = () => new Promise<never>(() => {});
  const { shared } = pages({ read: never });
  const link = new SharedLink(shared, new TagClock(), reported, PAUSE_MS);
  const patience = newPatience();
  patience.slices -= 1;
  expect(await link.read("key", [], patience)).toBeNull();
  expect(reported).not.toHaveBeenCalled();
  expect(await link.catchUp(newPatience())).toBe(true);
  expect(await link.read("key", [], newPatience())).toBeNull();
  expect(reported).toHaveBeenCalledTimes(1);
});
