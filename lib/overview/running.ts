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
  attempt: Omit<NonNullable<Progress["attempt"]>, "pace">;
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
  /** The latest attempt with its state, so that a run shorter than the time between two looks is noticed too. */
  latest: string | null;
  /** Null in the one row that there is while nothing goes out. */
  id: string | null;
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
  const found = await readRunning(
    maySeeAll(actor) ? Prisma.sql`TRUE` : Prisma.sql`a.owner_id = ${actor.id}::uuid`,
  );
  const open = found.flatMap(({ latest: _latest, id, ...row }) => (id === null ? [] : [{ id, ...row }]));
  const rows = open.map(
    ({ id, status, mailingId, name, ownerId, ownerName, held, total: _total, ...counts }) => ({
      mailingId,
      name,
      owner: ownerId === actor.id ? null : ownerName,
      held,
      attempt: { id, planning: status === "planning", ...counts },
    }),
  );
  const total = open[0]?.total ?? 0;
  const latest = found[0]?.latest ?? null;
  const version = JSON.stringify([open.map(({ id, status, held }) => [id, status, held]), total, latest]);
  return { version, rows, total };
}

/** Asked every second while something goes out, so all of it at once. */
function readRunning(whose: Prisma.Sql): Promise<Row[]> {
  return database().$queryRaw<Row[]>`
    SELECT latest.latest, a.id, a.status::text AS status, a.total, m.id AS "mailingId", m.name, u.id AS "ownerId",
      u.name AS "ownerName", NOT ${unheld} AS held,
      coalesce(open.planned, 0) AS planned, coalesce(open.accepted, 0) AS accepted,
      coalesce(open.rejected, 0) AS rejected, coalesce(open.skipped, 0) AS skipped,
      coalesce(open.cancelled, 0) AS cancelled, coalesce(open.uncertain, 0) AS uncertain
    FROM (
      SELECT (SELECT a.id::text || a.status FROM attempts a WHERE ${whose} ORDER BY a.created_at DESC, a.id DESC LIMIT 1)
        AS latest
    ) latest
    LEFT JOIN (
      SELECT a.id, a.status, a.mailing_id, a.created_at, count(*) OVER ()::int AS total FROM attempts a
      WHERE a.status IN ('planning', 'sending') AND ${whose} ORDER BY a.created_at DESC, a.id DESC LIMIT ${SHOWN}
    ) a ON TRUE
    LEFT JOIN mailings m ON m.id = a.mailing_id LEFT JOIN users u ON u.id = m.owner_id
    ${openFigures}
    ORDER BY a.created_at DESC, a.id DESC`;
}
