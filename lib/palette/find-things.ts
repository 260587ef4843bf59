import { database } from "@/lib/db";
import { likePattern } from "@/lib/paging/like-pattern";
import { recipientsWhere } from "@/lib/recipients/where";
import { mayOwnMailings, maySeeAll, type Actor } from "@/lib/users/policy";

/** Of each kind: who looks for more opens the list. */
const SHOWN = 5;

export interface FoundThing {
  kind: "mailing" | "message" | "list" | "recipient";
  id: string;
  text: string;
  /** The name beside an address, the owner of what is somebody else's; "" for none. */
  detail: string;
  href: string;
}

/**
 * The newest mailings, messages, lists and recipients with this text in their name, subject or address: one's own, and
 * everybody's for who watches over them. Nothing is counted, so that it answers while somebody types.
 */
export async function findThings(actor: Actor, search: string): Promise<FoundThing[]> {
  const text = search.trim();
  const whose = scopeOf(actor);
  if (text === "" || whose === null) return [];
  const found = await Promise.all([
    findMailings(whose, text),
    findMessages(whose, text),
    findLists(whose, text),
    findRecipients(whose, text),
  ]);
  return found.flat();
}

interface Whose {
  actor: Actor;
  /** Everybody's where it is left out. */
  where: { ownerId?: string };
}

function scopeOf(actor: Actor): Whose | null {
  if (maySeeAll(actor)) return { actor, where: {} };
  return mayOwnMailings(actor) ? { actor, where: { ownerId: actor.id } } : null;
}

async function findMailings({ actor, where }: Whose, text: string): Promise<FoundThing[]> {
  const rows = await database().mailing.findMany({
    where: { ...where, archivedAt: null, name: containing(text) },
    orderBy: { id: "desc" },
    take: SHOWN,
    select: { id: true, name: true, owner },
  });
  // A mailing has one page for all who may see it.
  return rows.map((row) => ({
    ...{ kind: "mailing", id: row.id, text: row.name, href: `/mailings/${row.id}` },
    detail: row.owner.id === actor.id ? "" : row.owner.name,
  }));
}

async function findMessages({ actor, where }: Whose, text: string): Promise<FoundThing[]> {
  const rows = await database().message.findMany({
    where: { ...where, archivedAt: null, subject: containing(text) },
    orderBy: { id: "desc" },
    take: SHOWN,
    select: { id: true, subject: true, owner },
  });
  return rows.map((row) => ({
    ...{ kind: "message", id: row.id, text: row.subject },
    ...place(actor, row.owner, `/messages/${row.id}`),
  }));
}

async function findLists({ actor, where }: Whose, text: string): Promise<FoundThing[]> {
  const rows = await database().recipientList.findMany({
    where: { ...where, name: containing(text) },
    orderBy: { id: "desc" },
    take: SHOWN,
    select: { id: true, name: true, owner },
  });
  return rows.map((row) => ({
    ...{ kind: "list", id: row.id, text: row.name },
    ...place(actor, row.owner, `/recipients/lists/${row.id}`),
  }));
}

async function findRecipients({ actor, where }: Whose, text: string): Promise<FoundThing[]> {
  const found = recipientsWhere(where.ownerId ?? null, { search: text, listId: null, suppressed: "" });
  const rows = await database().$queryRaw<
    { id: string; email: string; name: string; ownerId: string; ownerName: string }[]
  >`
    SELECT r.id, r.email, r.name, u.id AS "ownerId", u.name AS "ownerName"
    FROM (SELECT * FROM recipients r WHERE ${found} LIMIT ${SHOWN}) r JOIN users u ON u.id = r.owner_id
    ORDER BY r.email, r.id`;
  return rows.map((row) => {
    const { href, detail } = place(actor, { id: row.ownerId, name: row.ownerName }, `/recipients/${row.id}`);
    return {
      ...{ kind: "recipient", id: row.id, text: row.email, href },
      detail: [row.name, detail].filter((part) => part !== "").join(" · "),
    };
  });
}

/** One's own to work with; somebody else's to read. */
function place(actor: Actor, { id, name }: { id: string; name: string }, path: string) {
  return id === actor.id ? { detail: "", href: path } : { detail: name, href: `/admin${path}` };
}

const owner = { select: { id: true, name: true } } as const;

function containing(text: string) {
  return { contains: likePattern(text), mode: "insensitive" } as const;
}
