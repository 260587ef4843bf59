import { cpus } from "node:os";
import { connect, type Database } from "@/lib/db";
import { forgetEnv } from "@/lib/env";
import { START, type Place } from "@/lib/paging/address";
import { END } from "@/lib/paging/keyset-page";
import { recipientsPage, type RecipientFilter } from "@/lib/recipients/queries";
import { recipientSorts } from "@/lib/recipients/schema";
import { sendingSettings } from "@/scripts/bench/child";
import { percentile, rounded } from "@/scripts/bench/figures";
import { fillList, type FilledLists } from "@/scripts/bench/list-fill";
import { startScratchServer } from "@/scripts/bench/scratch-server";
import { readArguments, runCommand, UsageError } from "@/scripts/command-line";
import { ensureClient } from "@/scripts/database/client";
import { deployMigrations } from "@/scripts/database/migrations";

/** Each page is read so often; the first time warms the cache of PostgreSQL and does not count. */
const ROUNDS = 6;

/**
 * npm run bench:list [-- --rows N] [--database URL]: pages of a long list of recipients, on an embedded server or an empty
 * database of another. Tells how long the statements of each page took.
 */
await runCommand(async () => {
  const { values } = readArguments({ options: { rows: { type: "string" }, database: { type: "string" } } });
  const rows = Number(values.rows ?? "1000000");
  if (!Number.isInteger(rows) || rows < 1_000) throw new UsageError("--rows takes a number from 1000.");
  await ensureClient();
  const server = values.database === undefined ? await startScratchServer() : null;
  try {
    const url = values.database ?? (await server?.freshDatabase()) ?? "";
    await deployMigrations(url);
    const db = connect(url, 4);
    try {
      Object.assign(process.env, sendingSettings(url, "http://127.0.0.1:9"), { CACHE_ENABLED: "off" });
      forgetEnv();
      const filled = await fillList(db, rows);
      await measure(db, pages(filled, await middleOf(db, rows)), filled.ownerId, rows);
    } finally {
      await db.$disconnect();
    }
  } finally {
    await server?.stop();
  }
});

/** A recipient in the middle of the list. */
async function middleOf(db: Database, rows: number): Promise<string> {
  const [middle] = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM recipients ORDER BY id OFFSET ${Math.floor(rows / 2)}::int LIMIT 1`;
  return middle?.id ?? "";
}

type Pages = Record<string, RecipientFilter>;

async function measure(db: Database, asked: Pages, ownerId: string, rows: number): Promise<void> {
  const took: number[] = [];
  Object.assign(globalThis, { posthornDatabase: timing(db, took) });
  const all: number[] = [];
  for (const [name, filter] of Object.entries(asked)) {
    const ofPage: number[] = [];
    let found = "";
    for (let round = 0; round < ROUNDS; round += 1) {
      took.length = 0;
      const page = await recipientsPage({ id: ownerId, role: "user" }, "own", filter);
      found = `${page?.rows.length} rows of ${page?.isEstimate ? "about " : ""}${page?.total}`;
      if (round > 0) ofPage.push(...took);
    }
    all.push(...ofPage);
    console.log(
      `${name.padEnd(44)} ${found.padEnd(30)} slowest statement ${rounded(Math.max(...ofPage))} ms`,
    );
  }
  const machine = `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}`;
  const [half, most] = [percentile(all, 0.5), percentile(all, 0.95)].map(rounded);
  console.log(
    JSON.stringify({ rows, statements: all.length, medianMs: half, percentile95Ms: most, machine }),
  );
}

/** The same client, with how many milliseconds each statement took. */
function timing(db: Database, took: number[]): unknown {
  return db.$extends({
    query: {
      $allOperations({ args, query }) {
        const begun = performance.now();
        const answer: Promise<unknown> = query(args);
        return answer.finally(() => took.push(performance.now() - begun));
      },
    },
  });
}

/** The filters of the bar, each in every order: the first page, one in the middle of the list, and the last one. */
function everyOrder(filters: Record<string, Partial<RecipientFilter>>, middle: string) {
  const places = { first: START, middle: { after: middle, before: "" }, last: { after: "", before: END } };
  const all = { search: "", listId: null, suppressed: "" } as const;
  return Object.fromEntries(
    Object.entries(filters).flatMap(([name, filter]) =>
      recipientSorts.flatMap((sort) =>
        Object.entries(places).map(([where, place]) => [
          `${name}, ${sort}, ${where}`,
          { ...all, ...filter, sort, place },
        ]),
      ),
    ),
  );
}

function pages({ lists }: FilledLists, middle: string): Pages {
  const page = (filter: Partial<RecipientFilter>): RecipientFilter => ({
    ...{ search: "", listId: null, suppressed: "", sort: "", place: START },
    ...filter,
  });
  const end: Place = { after: "", before: END };
  const searches = [
    "anna",
    "gmail",
    "ndqvi",
    "ёлкин",
    "@mail12.",
    "a3f9",
    "u12345",
    "nobody at all",
    "a",
    "лиам",
    "o'neill",
  ];
  return {
    ...Object.fromEntries(searches.map((search) => [`search ${search}`, page({ search })])),
    ...Object.fromEntries(
      searches.map((search) => [`search ${search}, by address`, page({ search, sort: "email" })]),
    ),
    "newest first": page({}),
    "oldest first": page({ sort: "added" }),
    "by address": page({ sort: "email" }),
    "last page": page({ place: end }),
    "last page by address": page({ sort: "email", place: end }),
    "last page of a search": page({ search: "anna", place: end }),
    "a third's list": page({ listId: lists["third"] ?? "" }),
    "a list of few by address": page({ listId: lists["few"] ?? "", sort: "email" }),
    "the first thousand's list": page({ listId: lists["first"] ?? "" }),
    ...Object.fromEntries(
      (["yes", "no", "unsubscribed", "complained", "manual"] as const).map((suppressed) => [
        `suppressed: ${suppressed}`,
        page({ suppressed }),
      ]),
    ),
    "suppressed: complained, by address": page({ suppressed: "complained", sort: "email" }),
    "suppressed in a list": page({ suppressed: "yes", listId: lists["few"] ?? "" }),
    "never reached": page({ reached: "never" }),
    "never reached, oldest first": page({ reached: "never", sort: "added" }),
    "added in the last hour": page({ addedSince: new Date(Date.now() - 3_600_000).toISOString() }),
    ...everyOrder(
      {
        "suppressed yes": { suppressed: "yes" },
        "suppressed no": { suppressed: "no" },
        complained: { suppressed: "complained" },
        never: { reached: "never" },
        "since an hour": { addedSince: new Date(Date.now() - 3_600_000).toISOString() },
        "since long": { addedSince: "2000-01-01T00:00:00.000Z" },
      },
      middle,
    ),
    "search in a list": page({ search: "anna", listId: lists["third"] ?? "" }),
  };
}
