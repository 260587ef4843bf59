import { z } from "zod";

const idSchema = z.uuid();

/** Whether a text from outside can be the id of a row; PostgreSQL refuses any other with an error. */
export function isId(text: unknown): text is string {
  return idSchema.safeParse(text).success;
}
