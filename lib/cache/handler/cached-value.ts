/** How long Next may show what it is given, in seconds; false for ever. */
export interface Lifetime {
  revalidate?: number | false;
  expire?: number;
}

/** A rendered page. */
export interface CachedPage {
  kind: "APP_PAGE";
  html: string;
  rscData?: Buffer | undefined;
  segmentData?: Map<string, Buffer> | undefined;
  headers?: Record<string, unknown> | undefined;
  status?: number | undefined;
  postponed?: string | undefined;
}

/** The answer of a route handler that Next prerenders. */
export interface CachedRoute {
  kind: "APP_ROUTE";
  body: Buffer;
  headers?: Record<string, unknown> | undefined;
  status?: number | undefined;
}

/** What `unstable_cache` hands over: `body` is the value's JSON. */
export interface CachedRead {
  kind: "FETCH";
  data: { headers: Record<string, string>; body: string; url: string; status?: number | undefined };
  tags?: string[] | undefined;
  /** Seconds. */
  revalidate: number;
}

/** What Next hands to its cache and takes back, as far as this application caches it. */
export type CachedValue = CachedPage | CachedRoute | CachedRead;

const TAGS_HEADER = "x-next-cache-tags";
/** Next gives every page tags of its path, which only revalidatePath refreshes; nothing here calls that. */
const OF_A_PATH = "_N_T_";
/** What an entry takes beside its texts and buffers. */
const FRAME_BYTES = 200;

/** The tags of all reads that a page or route was made of; a read's own are known to who asks for it. */
export function tagsOf(value: CachedValue): string[] {
  if (value.kind === "FETCH") return value.tags ?? [];
  const header = value.headers?.[TAGS_HEADER];
  return typeof header === "string" ? header.split(",").filter((tag) => !tag.startsWith(OF_A_PATH)) : [];
}

/** What it takes of memory, about: a character counts as a byte, as most of a page's do. */
export function sizeOf(value: CachedValue): number {
  if (value.kind === "FETCH") return FRAME_BYTES + value.data.body.length;
  if (value.kind === "APP_ROUTE") return FRAME_BYTES + value.body.length;
  let size = FRAME_BYTES + value.html.length + (value.rscData?.length ?? 0) + (value.postponed?.length ?? 0);
  for (const [path, segment] of value.segmentData ?? []) size += path.length + segment.length;
  return size;
}
