import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { z } from "zod";
import type { CachedValue, Lifetime } from "@/lib/cache/handler/cached-value";

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** Upstash takes requests of 1 MB on its smallest plan. */
const LONGEST = 900_000;
/** A text that is longer when unpacked is none of ours. */
const LONGEST_UNPACKED = 20_000_000;
/** The client takes an answer that looks like JSON for JSON. */
const MARK = "z:";

const bytes = z.string().transform((text) => Buffer.from(text, "base64"));
const headers = z.record(z.string(), z.unknown()).optional();
const status = z.number().optional();
const value = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("APP_PAGE"),
    html: z.string(),
    rscData: bytes.optional(),
    segmentData: z
      .array(z.tuple([z.string(), bytes]))
      .transform((segments) => new Map(segments))
      .optional(),
    ...{ headers, status },
    postponed: z.string().optional(),
  }),
  z.object({ kind: z.literal("APP_ROUTE"), body: bytes, headers, status }),
  z.object({
    kind: z.literal("FETCH"),
    data: z.object({
      headers: z.record(z.string(), z.string()),
      body: z.string(),
      ...{ url: z.string(), status },
    }),
    tags: z.array(z.string()).optional(),
    revalidate: z.number(),
  }),
]);
const lifetime = z.object({
  revalidate: z.union([z.number(), z.literal(false)]).optional(),
  expire: z.number().optional(),
});
const parcel = z.object({ value, lifetime: lifetime.optional() });

export interface Parcel {
  value: CachedValue;
  lifetime?: Lifetime | undefined;
}

/** As a text for Redis; null for what is too long for it. */
export async function pack({ value: given, lifetime: life }: Parcel): Promise<string | null> {
  const json = JSON.stringify({ value: plain(given), lifetime: life });
  const text = MARK + (await zip(json, { level: 1 })).toString("base64");
  return text.length > LONGEST ? null : text;
}

/** @throws Error for what `pack` has not made */
export async function unpack(text: string): Promise<Parcel> {
  if (!text.startsWith(MARK)) throw new Error("What Redis holds is no page.");
  const packed = Buffer.from(text.slice(MARK.length), "base64");
  const json = await unzip(packed, { maxOutputLength: LONGEST_UNPACKED });
  return parcel.parse(JSON.parse(json.toString()));
}

function plain(given: CachedValue): object {
  if (given.kind === "FETCH") return given;
  if (given.kind === "APP_ROUTE") return { ...given, body: given.body.toString("base64") };
  const segments = given.segmentData && [...given.segmentData];
  return {
    ...given,
    rscData: given.rscData?.toString("base64"),
    segmentData: segments?.map(([path, segment]) => [path, segment.toString("base64")]),
  };
}
