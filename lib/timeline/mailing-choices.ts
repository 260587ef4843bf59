import { Prisma } from "@prisma/client";
import { database } from "@/lib/db";
import { likePattern } from "@/lib/paging/like-pattern";

const CHOICES = 8;

export interface ChoosableMailing {
  id: string;
  name: string;
}

/**
 * A few of an owner's mailings whose names have this in them, deleted ones that ran too, the last made first. Whoever
 * calls has asked whether they may see them.
 */
export async function choosableMailings(
  ownerId: string,
  search: string,
): Promise<{ mailings: ChoosableMailing[]; hasMore: boolean }> {
  const named = search === "" ? Prisma.empty : Prisma.sql`AND name ILIKE ${`%${likePattern(search)}%`}`;
  const found = await database().$queryRaw<ChoosableMailing[]>`
    SELECT id, name FROM mailings WHERE owner_id = ${ownerId}::uuid ${named}
    ORDER BY created_at DESC, id DESC LIMIT ${CHOICES + 1}`;
  return { mailings: found.slice(0, CHOICES), hasMore: found.length > CHOICES };
}
