import { unstable_cache } from "next/cache";
import { env, servedByNext } from "@/lib/env";

// A write in a process that cannot reach the application shows within a minute.
const A_MINUTE_S = 60;
/** Nought would make the page around it one that is never cached. */
const SHORTEST_S = 1;

/**
 * A read that is cached until one of its tags is refreshed, a minute where nothing else is said. The arguments are the key,
 * and the read may depend on nothing else: whatever decides whose data it is must be an argument.
 * CACHE_ENABLED=off reads every time. Dates survive; other values must be plain data. What may be cached for whom:
 * docs/CACHES.md.
 *
 * @param lifetime seconds from now, a minute where it is not given: longer only for what the arguments alone say, whatever
 *   anybody writes; shorter makes the page around it as short-lived
 */
export function cached<Arguments extends readonly (string | number | null)[], Value>(
  name: string,
  tags: (...args: Arguments) => string[],
  read: (...args: Arguments) => Promise<Value>,
  lifetime: (...args: Arguments) => number = () => A_MINUTE_S,
): (...args: Arguments) => Promise<Value> {
  return async (...args) => {
    if (!env().CACHE_ENABLED) {
      if (servedByNext) await tagPage(tags(...args));
      return read(...args);
    }
    const cachedRead = unstable_cache(async () => pack(await read(...args)), [name, JSON.stringify(args)], {
      tags: tags(...args),
      revalidate: Math.max(lifetime(...args), SHORTEST_S),
    });
    // On trust: nothing but the line above writes under this key.
    return unpack(await cachedRead()) as Value;
  };
}

/**
 * Tells the page around a read that is cached nowhere what it is made of, and that it is old in a second: Vercel caches
 * pages by itself, and would cache one for ever that is made of nothing.
 */
async function tagPage(tags: string[]): Promise<void> {
  await unstable_cache(async () => "", ["of no data"], { tags, revalidate: 1 })();
}

const DATE_MARK = "$date";

/** JSON with its dates marked: unstable_cache would hand them back as text. */
export function pack(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, plain: unknown) {
    const original = this[key];
    return original instanceof Date ? { [DATE_MARK]: original.getTime() } : plain;
  });
}

/** The value that `pack` wrote. */
export function unpack(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || !(DATE_MARK in value)) return value;
    return typeof value[DATE_MARK] === "number" ? new Date(value[DATE_MARK]) : value;
  });
}
