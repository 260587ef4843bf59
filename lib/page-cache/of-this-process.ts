import { AsyncLocalStorage } from "node:async_hooks";
import type { PageCache, Visit } from "@/lib/page-cache/page-cache";

interface Shared {
  /** Undefined until Next has made its cache, and where the platform keeps pages by itself. */
  posthornPageCache?: PageCache;
  posthornVisit?: AsyncLocalStorage<Visit>;
}

/** Next loads the cache apart from the application, each with a copy of every module, so what both use hangs here. */
export const ofThisProcess = globalThis as typeof globalThis & Shared;

/** The use of the cache by the request that is being answered, begun before Next was asked. */
export function currentVisit(): AsyncLocalStorage<Visit> {
  return (ofThisProcess.posthornVisit ??= new AsyncLocalStorage<Visit>());
}
