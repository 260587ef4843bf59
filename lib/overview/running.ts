import { Prisma } from "@prisma/client";
import { openFigures } from "@/lib/attempts/queries";
import { database } from "@/lib/db";
import type { AttemptCounts } from "@/lib/mailings/status";
import type { Progress } from "@/lib/mailings/progress";
import { unheld } from "@/lib/sending/unheld";
import { mayOwnMailings, maySeeAll, type Actor } from "@/lib/users/policy";

const SHOWN = 5;

export interface RunningMailing {
  mailingId: string;
  name: string;
  /** Whose it is, where that is somebody else. */
  owner: string | null;
  held: boolean;
  attempt: NonNullable<Progress["attempt"]>;
}

/** What the overview asks for every second while something goes out. */
export interface Running {
  /** Changes whenever what the rest of the page shows has changed; otherwise meaningless. */
  version: string;
  /** The latest, five at most. */
  rows: RunningMailing[];
  total: number;
}

interface Row extends AttemptCounts {
  id: string;
  status: string;
  mailingId: string;
  name: string;
  ownerId: string;
  ownerName: string;
  held: boolean;
  total: number;
}

/** The mailings with an open attempt: one's own, and everybody's for who watches over them. Never out of a cache. */
export async function runningMailings(actor: Actor): Promise<Running> {
  if (!maySeeAll(actor) && !mayOwnMailings(actor)) return { version: "", rows: [], total: 0 };
  const whose = maySeeAll(actor) ? Prisma.sql`TRUE` : Prisma.sql`a.owner_id = ${actor.id}::uuid`;
  const [found, latest] = await Promise.all([openAttempts(whose), latestAttempt(whose)]);
  const rows = found.map(
    ({ id, status, mailingId, name, ownerId, ownerName, held, total: _total, ...counts }) => ({
      mailingId,
      name,
      owner: ownerId === actor.id ? null : ownerName,
      held,
      attempt: { id, planning: status === "planning", ...counts },
    }),
  );
  const total = found[0]?.total ?? 0;
  const version = JSON.stringify([found.map(({ id, status, held }) => [id, status, held]), total, latest]);
  return { version, rows, total };
}

function openAttempts(whose: Prisma.Sql): Promise<Row[]> {
  return database().$queryRaw<Row[]>`
    SELECT a.id, a.status::text AS status, a.total, m.id AS "mailingId", m.name, u.id AS "ownerId", u.name AS "ownerName",
      NOT ${unheld} AS held,
      coalesce(open.planned, 0) AS planned, coalesce(open.accepted, 0) AS accepted,
      coalesce(open.rejected, 0) AS rejected, coalesce(open.skipped, 0) AS skipped,
      coalesce(open.cancelled, 0) AS cancelled, coalesce(open.uncertain, 0) AS uncertain
    FROM (
      SELECT a.id, a.status, a.mailing_id, a.created_at, count(*) OVER ()::int AS total FROM attempts a
      WHERE a.status IN ('planning', 'sending') AND ${whose} ORDER BY a.created_at DESC, a.id DESC LIMIT ${SHOWN}
    ) a
    JOIN mailings m ON m.id = a.mailing_id JOIN users u ON u.id = m.owner_id
    ${openFigures}
    ORDER BY a.created_at DESC, a.id DESC`;
}

/** With its state, so that a run shorter than the time between two looks is noticed too. */
async function latestAttempt(whose: Prisma.Sql): Promise<string | null> {
  const [row] = await database().$queryRaw<{ latest: string }[]>`
    SELECT a.id::text || a.status AS latest FROM attempts a WHERE ${whose}
    ORDER BY a.created_at DESC, a.id DESC LIMIT 1`;
  return row?.latest ?? null;
}
