import { Prisma } from "@prisma/client";
import { isId } from "@/lib/commands/id";
import { done, type CommandResult } from "@/lib/commands/result";
import { database } from "@/lib/db";
import { matchingNow, type ChosenRefusal } from "@/lib/recipients/chosen";
import { chosenWhere } from "@/lib/recipients/where";
import type { Chosen } from "@/lib/recipients/chosen-input";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

export interface ConcernedMailing {
  id: string;
  name: string;
  /** It leaves the list's members out, and writes to them once the list is gone. */
  leavesOut: boolean;
}

/** The mailings that a deletion concerns. */
export interface ConcernedMailings {
  /** The first of them by name. */
  mailings: ConcernedMailing[];
  total: number;
}

const SHOWN = 5;

/** Which of one's own mailings go to any of these recipients, chosen directly, by a list or as everybody. */
export function mailingsOfRecipients(actor: Actor, ids: readonly string[]): Promise<ConcernedMailings> {
  return concernedBy(actor, { ids: ids.filter(isId) });
}

/** The same of what is chosen on a list; refused where that is not what the page showed. */
export async function mailingsOfChosen(
  actor: Actor,
  chosen: Chosen,
): Promise<CommandResult<ConcernedMailings, ChosenRefusal>> {
  const found = "ids" in chosen ? null : await matchingNow(database(), actor.id, chosen);
  return found?.ok === false ? found : done(await concernedBy(actor, chosen));
}

function concernedBy(actor: Actor, chosen: Chosen): Promise<ConcernedMailings> {
  const isChosen = chosenWhere(actor.id, chosen);
  return concerned(
    actor,
    Prisma.sql`m.to_everybody OR EXISTS (SELECT 1 FROM mailing_recipients mr JOIN recipients r ON r.id = mr.recipient_id
        WHERE mr.mailing_id = m.id AND ${isChosen})
      OR EXISTS (SELECT 1 FROM mailing_lists ml JOIN list_members lm ON lm.list_id = ml.list_id
        JOIN recipients r ON r.id = lm.recipient_id WHERE ml.mailing_id = m.id AND ${isChosen})`,
  );
}

/** Which of one's own mailings go to a list, or leave it out. */
export async function mailingsOfList(actor: Actor, listId: string): Promise<ConcernedMailings> {
  if (!isId(listId)) return { mailings: [], total: 0 };
  return concerned(
    actor,
    Prisma.sql`EXISTS (SELECT 1 FROM mailing_lists ml WHERE ml.mailing_id = m.id AND ml.list_id = ${listId}::uuid)
      OR EXISTS (SELECT 1 FROM mailing_excluded_lists x WHERE x.mailing_id = m.id AND x.list_id = ${listId}::uuid)`,
    listId,
  );
}

async function concerned(
  actor: Actor,
  condition: Prisma.Sql,
  listId: string | null = null,
): Promise<ConcernedMailings> {
  if (!mayOwnMailings(actor)) return { mailings: [], total: 0 };
  const rows = await database().$queryRaw<(ConcernedMailing & { total: number })[]>`
    SELECT m.id, m.name, EXISTS (SELECT 1 FROM mailing_excluded_lists x
      WHERE x.mailing_id = m.id AND x.list_id = ${listId}::uuid) AS "leavesOut", (count(*) OVER ())::int AS total FROM mailings m
    WHERE m.owner_id = ${actor.id}::uuid AND m.archived_at IS NULL AND (${condition})
    ORDER BY m.name, m.id LIMIT ${SHOWN}`;
  return { mailings: rows.map(({ total: _, ...mailing }) => mailing), total: rows[0]?.total ?? 0 };
}
