import { createRequire } from "node:module";
import { z } from "zod";
import { tagsOf, type CachedValue } from "@/lib/cache/handler/cached-value";
import { withScriptPolicy } from "@/lib/cache/handler/inline-scripts";
import type { CachedEntry } from "@/lib/cache/handler/page-cache";

/** What Next tells a cache about the build, as far as it is used here. */
export interface Build {
  fs?: unknown;
  /** The folder of the build's server part. */
  serverDistDir?: string;
}

interface Reader {
  get(key: string, context: object): Promise<unknown>;
}
type ReaderClass = new (context: object) => Reader;

// Next's own reader of what the build left, without its memory and its writing. It is no part of Next's interface,
// so this is the one place that knows it, and what it gives is checked.
const nextModule = z.object({ default: z.custom<ReaderClass>((given) => typeof given === "function") });
const prerendered = z.object({
  value: z.custom<CachedValue>(
    (given) => z.object({ kind: z.enum(["APP_PAGE", "APP_ROUTE"]) }).safeParse(given).success,
  ),
  lastModified: z.number(),
  cacheControl: z
    .object({ revalidate: z.union([z.number(), z.literal(false)]).optional(), expire: z.number().optional() })
    .optional(),
});

let readerClass: ReaderClass | undefined;

/** A page that the build has prerendered; null where it has not, or where it is made of data that may be another by now. */
export async function fromBuild(build: Build, key: string, context: object): Promise<CachedEntry | null> {
  readerClass ??= nextModule.parse(
    createRequire(import.meta.url)("next/dist/server/lib/incremental-cache/file-system-cache.js"),
  ).default;
  const reader = new readerClass({
    ...build,
    flushToDisk: false,
    maxMemoryCacheSize: 0,
    revalidatedTags: [],
  });
  const found = prerendered.safeParse(await reader.get(key, context).catch(() => null));
  if (!found.success || tagsOf(found.data.value).length > 0) return null;
  return { ...found.data, value: withScriptPolicy(found.data.value) };
}
