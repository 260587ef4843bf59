import { Prisma } from "@prisma/client";

/** What the address of an erased person's delivery begins and ends with; its id stands between. */
const BEGIN = "erased-";
const END = "@posthorn.invalid";

/** Of a delivery `d`: whether its person was erased. */
export const isErased = Prisma.sql`d.address LIKE ${`${BEGIN}%${END}`}`;

/** The address of a delivery `d` whose person is erased: unique in its attempt, and nobody's. */
export const erasedAddress = Prisma.sql`${BEGIN}::text || d.id || ${END}::text`;
