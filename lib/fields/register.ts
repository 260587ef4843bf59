import { Prisma } from "@prisma/client";
import { MOST_KNOWN } from "@/lib/fields/schema";

/**
 * Makes names known fields of an owner, as text, unless they are known or there is no room: as a statement of its own, or
 * within one that stores values of them. In order, so that two that bring the same names do not wait for each other.
 */
export function registerFields(ownerId: string, names: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO fields (owner_id, name)
    SELECT ${ownerId}::uuid, brought.name FROM unnest(${[...names]}::text[]) brought (name)
    WHERE NOT EXISTS (SELECT 1 FROM fields known WHERE known.owner_id = ${ownerId}::uuid AND known.name = brought.name)
    ORDER BY brought.name
    LIMIT greatest(0, ${MOST_KNOWN} - (SELECT count(*) FROM fields WHERE owner_id = ${ownerId}::uuid))
    ON CONFLICT DO NOTHING`;
}
