import { Prisma } from "@prisma/client";
import { isId } from "@/lib/commands/id";
import { searchedEmail } from "@/lib/email-address";
import type { SuppressionReason } from "@/lib/recipients/schema";
import { isShort, searchOf } from "@/lib/recipients/search";

/** What a list of recipients is narrowed to; plain JSON. */
export interface RecipientConditions {
  /** A part of the address or the name, below three letters its beginning. Without case; "" for all. */
  search: string;
  /** Members of a list; null for all. */
  listId: string | null;
  /** Whether and why mailings skip the address. */
  suppressed: "yes" | "no" | SuppressionReason | "";
  /** No email to them was ever accepted. */
  reached?: "never" | "";
  /** ISO 8601, an instant; "" for ever. */
  addedSince?: string;
  /** Before this instant; "" for until now. */
  addedBefore?: string;
  /** Since when mailings skip the address: from an instant on, and before one. */
  lostSince?: string;
  lostBefore?: string;
}

/** Every recipient. */
export const ALL_RECIPIENTS = {
  search: "",
  listId: null,
  suppressed: "",
  reached: "",
  addedSince: "",
  addedBefore: "",
  lostSince: "",
  lostBefore: "",
} as const satisfies RecipientConditions;

/** The conditions on the rows `r` of recipients, taken apart for reading a page of them. */
export interface Narrowed {
  /** Null for everybody's. */
  ownerId: string | null;
  /** The lowest id there is, where the order is by id. */
  lowestId: string;
  /** And the highest. */
  highestId: string;
  /** The list whose members are all that the order has, where it is by id; null for every recipient. */
  members: string | null;
  /** What an index in the list's order answers by itself. */
  range: Prisma.Sql;
  /** Everything else, for joins that begin with the few it finds; null for nothing. */
  rest: Prisma.Sql | null;
  /** The same, to be asked of one row after the other. */
  asked: Prisma.Sql | null;
  /** Whether an index leads to the rows that `rest` finds, however few they are. */
  indexed: boolean;
}

/** The condition on the rows `r` of recipients of one owner, or with null of everybody. */
export function recipientsWhere(ownerId: string | null, conditions: RecipientConditions): Prisma.Sql {
  const { range, rest } = narrowed(ownerId, conditions, "email");
  return Prisma.join([ownedBy(ownerId), range, ...(rest === null ? [] : [rest])], " AND ");
}

/** Rows that somebody ticked, or all that a filter finds. */
export type Target = { ids: string[] } | { filter: RecipientConditions };

/** The same condition on the rows that somebody chose. */
export function chosenWhere(ownerId: string, chosen: Target): Prisma.Sql {
  return "ids" in chosen
    ? Prisma.sql`r.owner_id = ${ownerId}::uuid AND r.id = ANY(${chosen.ids}::uuid[])`
    : recipientsWhere(ownerId, chosen.filter);
}

export function narrowed(
  ownerId: string | null,
  conditions: RecipientConditions,
  order: "id" | "email",
): Narrowed {
  const { listId, suppressed, reached = "", addedSince = "", addedBefore = "" } = conditions;
  const { lostSince = "", lostBefore = "" } = conditions;
  let range = Prisma.sql`TRUE`;
  let [lowestId, highestId] = [LOWEST_ID, HIGHEST_ID];
  const rest: { joined: Prisma.Sql; asked: Prisma.Sql }[] = [];
  const add = (one: Prisma.Sql) => rest.push({ joined: one, asked: one });
  let indexed = false;
  const text = conditions.search.trim();
  // Everybody's are in the order of their addresses.
  if (text !== "" && ownerId === null && isShort(text)) range = beginsWith(searchedEmail(text));
  else if (text !== "") {
    const search = searchOf(text);
    add(search.found);
    indexed ||= search.indexed;
  }
  if (listId !== null) {
    rest.push(inList(listId));
    indexed = true;
  }
  if (suppressed !== "") {
    rest.push(isSuppressed(suppressed));
    indexed ||= suppressed !== "no";
  }
  if (addedSince !== "" || addedBefore !== "") {
    const ids = {
      lowest: addedSince && firstIdOf(addedSince),
      highest: addedBefore && lastIdOf(addedBefore),
    };
    const within = Prisma.sql`${addedSince === "" ? Prisma.sql`TRUE` : Prisma.sql`r.created_at >= ${addedSince}::timestamptz`}
      AND ${addedBefore === "" ? Prisma.sql`TRUE` : Prisma.sql`r.created_at < ${addedBefore}::timestamptz`}`;
    const [lowest, highest] = [ids.lowest || LOWEST_ID, ids.highest || HIGHEST_ID];
    if (order === "id") [range, lowestId, highestId] = [within, lowest, highest];
    else add(Prisma.sql`r.id >= ${lowest}::uuid AND r.id <= ${highest}::uuid AND ${within}`);
    indexed ||= order === "email";
  }
  if (lostSince !== "" && lostBefore !== "") {
    rest.push(lostWithin(lostSince, lostBefore));
    indexed = true;
  }
  if (reached === "never") {
    add(neverReached);
    indexed = false;
  }
  return {
    ...{ ownerId, range, lowestId, highestId, indexed },
    rest:
      rest.length === 0
        ? null
        : Prisma.join(
            rest.map(({ joined }) => joined),
            " AND ",
          ),
    asked:
      rest.length === 0
        ? null
        : Prisma.join(
            rest.map(({ asked }) => asked),
            " AND ",
          ),
    members: order === "id" && listId !== null && isId(listId) ? listId : null,
  };
}

/**
 * What tells one set of rows `r` from another of the same size: an aggregate of their ids, in whatever order. A million add
 * some 30 ms to their count.
 */
export const fingerprint = Prisma.sql`coalesce(sum(uuid_hash_extended(r.id, 0)), 0)::text`;

/**
 * No index knows who was never reached: an acceptance would have to write to it, in the middle of sending. So it is asked
 * of one recipient after the other.
 */
const neverReached = Prisma.sql`(SELECT d.id FROM deliveries d
  WHERE d.recipient_id = r.id AND d.status = 'accepted' LIMIT 1) IS NULL`;

export function ownedBy(ownerId: string | null): Prisma.Sql {
  return ownerId === null ? Prisma.sql`TRUE` : Prisma.sql`r.owner_id = ${ownerId}::uuid`;
}

function inList(listId: string) {
  if (!isId(listId)) return { joined: Prisma.sql`FALSE`, asked: Prisma.sql`FALSE` };
  return thereIs(Prisma.sql`SELECT m.recipient_id FROM list_members m
    WHERE m.list_id = ${listId}::uuid AND m.recipient_id = r.id`);
}

function isSuppressed(suppressed: "yes" | "no" | SuppressionReason) {
  const isReason = suppressed !== "yes" && suppressed !== "no";
  const reason = isReason ? Prisma.sql`AND s.reason = ${suppressed}::suppression_reason` : Prisma.empty;
  const one = thereIs(Prisma.sql`SELECT s.id FROM suppressions s
    WHERE s.owner_id = r.owner_id AND s.email = r.email AND s.lifted_at IS NULL ${reason}`);
  return suppressed === "no"
    ? { joined: Prisma.sql`NOT ${one.joined}`, asked: Prisma.sql`NOT ${one.asked}` }
    : one;
}

function lostWithin(since: string, before: string) {
  return thereIs(Prisma.sql`SELECT s.id FROM suppressions s
    WHERE s.owner_id = r.owner_id AND s.email = r.email AND s.lifted_at IS NULL
      AND s.created_at >= ${since}::timestamptz AND s.created_at < ${before}::timestamptz`);
}

/** As a value, a subquery is no join: PostgreSQL asks an index for each row that it comes to. */
function thereIs(subquery: Prisma.Sql) {
  return {
    joined: Prisma.sql`EXISTS (${subquery})`,
    asked: Prisma.sql`((${subquery} LIMIT 1) IS NOT NULL)`,
  };
}

const LOWEST_ID = "00000000-0000-0000-0000-000000000000";
const HIGHEST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

const ROUNDING_MS = 1_000;
const LONGEST_TRANSACTION_MS = 600_000;

/**
 * Ids begin with the millisecond in which they were made, which is not before the row's own transaction began, but for
 * rounding.
 */
export function firstIdOf(instant: string): string {
  return idAt(Math.max(Date.parse(instant) - ROUNDING_MS, 0), LOWEST_ID);
}

/** The highest that was made before an instant. A transaction may take as long as an import's chunk. */
function lastIdOf(instant: string): string {
  return idAt(Date.parse(instant) + LONGEST_TRANSACTION_MS, HIGHEST_ID);
}

function idAt(milliseconds: number, rest: string): string {
  const hex = milliseconds.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}${rest.slice(13)}`;
}

/** In byte order, as recipients_email_idx has it, the longest of all that begin alike would end in U+10FFFF. */
function beginsWith(begin: string): Prisma.Sql {
  return Prisma.sql`r.email COLLATE "C" BETWEEN ${begin} AND ${begin} || chr(1114111)`;
}
