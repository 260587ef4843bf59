import { z } from "zod";

const LONGEST_NAME = 100;

/** A person's name: one line, runs of blanks become one space. Messages are keys of "accounts.faults". */
export const personName = z
  .string()
  .transform((text) => text.replace(/\s+/g, " ").trim())
  .pipe(
    z
      .string()
      .min(1, "name_missing")
      .max(LONGEST_NAME, "name_long")
      .refine((text) => !/\p{Cc}/u.test(text), "name_invalid"),
  );
