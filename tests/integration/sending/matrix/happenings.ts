import { expect } from "vitest";
import { finishMailing, liftStop, pauseMailing, resumeMailing, stopMailing } from "@/lib/mailings/commands";
import type { Step } from "@/lib/sending/engine";
import { HOUR } from "@/lib/sending/settings";
import { unsubscribeToken } from "@/lib/sending/unsubscribe-token";
import { unsubscribe } from "@/lib/suppressions/commands";
import type { CaseGround } from "@/tests/integration/sending/matrix/case-ground";
import { UNSUBSCRIBE_SECRET } from "@/tests/support/world";

/** A place in the protocol; `taken` lies inside the request, after the provider took it and before it answers. */
export type Point = Step | "taken";

export const POINTS: Point[] = [
  "chunk_planned",
  "claimed",
  "frozen",
  "marked",
  "taken",
  "answered",
  "settled",
];

/** What happens, once, at one point of a mailing's way. */
export interface Happening {
  name: string;
  point: Point | null;
  /** Ticks of three machines at once. */
  racing?: boolean;
  happen: (ground: CaseGround) => Promise<void>;
  /** Nothing new may be requested from here until it is lifted. */
  lift?: (ground: CaseGround) => Promise<void>;
  /** Ends the attempt: what has not gone is closed. */
  ends?: boolean;
  /** Keys that the provider knew are forgotten by now. */
  forgets?: boolean;
}

/** Thrown inside a tick in place of the death of its machine. */
export class ThrownAway extends Error {}

const nothing = async () => undefined;

const alone: Happening = { name: "alone", point: null, happen: nothing };
const racing: Happening = { name: "three ticks racing", point: null, racing: true, happen: nothing };

function thrownAway(point: Point): Happening {
  return {
    name: `a tick thrown away: ${point}`,
    point,
    happen: () => Promise.reject(new ThrownAway("the machine died")),
  };
}

function clock(point: Point, hours: number): Happening {
  return {
    name: `the clock jumping ${hours} h: ${point}`,
    point,
    happen: ({ world }) => world.turn(hours * HOUR),
    forgets: hours >= 23,
  };
}

function pause(point: Point): Happening {
  return {
    name: `pause: ${point}`,
    point,
    happen: async ({ owner, mailingId }) => must(await pauseMailing(owner, mailingId)),
    lift: async ({ owner, mailingId }) => must(await resumeMailing(owner, mailingId)),
  };
}

function stop(point: Point): Happening {
  return {
    name: `stop: ${point}`,
    point,
    happen: async ({ manager, mailingId }) => must(await stopMailing(manager, { mailingId, reason: "Spam" })),
    lift: async ({ manager, mailingId }) => must(await liftStop(manager, { mailingId, reason: "No spam" })),
  };
}

function block(point: Point): Happening {
  return {
    name: `block: ${point}`,
    point,
    happen: async ({ world, owner }) => {
      await world.db.$executeRaw`
        UPDATE users SET blocked_at = engine_now(), blocked_reason = 'test' WHERE id = ${owner.id}::uuid`;
    },
    lift: async ({ world, owner }) => {
      await world.db.$executeRaw`
        UPDATE users SET blocked_at = NULL, blocked_reason = NULL WHERE id = ${owner.id}::uuid`;
    },
  };
}

function finish(point: Point): Happening {
  return {
    name: `finish: ${point}`,
    point,
    happen: async ({ owner, mailingId }) => must(await finishMailing(owner, mailingId)),
    ends: true,
  };
}

function unsubscribeFirstAndLast(point: Point): Happening {
  return {
    name: `unsubscribe: ${point}`,
    point,
    happen: async (ground) => {
      const { world, mailingId } = ground;
      const rows = await world.db.$queryRaw<{ id: string; address: string; requested: boolean }[]>`
        SELECT d.id, d.address, b.requests > 0 AS requested
        FROM deliveries d JOIN batches b ON b.id = d.batch_id JOIN attempts a ON a.id = d.attempt_id
        WHERE a.mailing_id = ${mailingId}::uuid AND d.status = 'pending' AND d.address <> ${ground.bad}
        ORDER BY b.seq, d.position`;
      for (const row of [rows[0], rows.at(-1)]) {
        if (row === undefined) continue;
        const answer = await unsubscribe(unsubscribeToken(row.id, UNSUBSCRIBE_SECRET));
        expect(answer.ok).toBe(true);
        ground.unsubscribed.push({ address: row.address, inTime: !row.requested });
      }
    },
  };
}

/** What may happen, each at every point where it may. */
const KINDS: readonly (readonly Happening[])[] = [
  [alone],
  [racing],
  // A machine that dies after the provider took the mails dies before it reads the answer: `answered`.
  POINTS.filter((point) => point !== "taken").map(thrownAway),
  POINTS.map((point) => clock(point, 1)),
  POINTS.map((point) => clock(point, 24)),
  POINTS.map(pause),
  POINTS.map(stop),
  POINTS.map(block),
  POINTS.map(finish),
  POINTS.map(unsubscribeFirstAndLast),
];

/** For faults that are only another face of one that meets everything. */
const CHOSEN_HAPPENINGS: readonly (readonly Happening[])[] = [
  [alone],
  [racing],
  [
    thrownAway("marked"),
    thrownAway("answered"),
    clock("marked", 24),
    pause("frozen"),
    finish("marked"),
    unsubscribeFirstAndLast("frozen"),
  ],
];

/** Everything that a fault may meet. */
export function allHappenings(variant: boolean): Happening[] {
  return (variant ? CHOSEN_HAPPENINGS : KINDS).flat();
}

/** Everything at one point each, which differs from fault to fault and from seed to seed. */
export function rotatedHappenings(variant: boolean, turn: number): Happening[] {
  return (variant ? CHOSEN_HAPPENINGS : KINDS).flatMap(
    (kind, place) => kind[(turn + place) % kind.length] ?? [],
  );
}

function must(result: { ok: true } | { ok: false; code: string }): void {
  if (!result.ok) throw new Error(`refused: ${result.code}`);
}
