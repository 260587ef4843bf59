import { z } from "zod";

/** RFC 5321, 4.5.3.1: octets before the @, and of a whole path without its angle brackets. */
const LONGEST_LOCAL_PART = 64;
const LONGEST_ADDRESS = 254;

/**
 * An address as it is kept: trimmed, in lower case, ASCII alone. What passes means the same to PostgreSQL's
 * lower(), whatever its locale. The message of a refusal is "email_missing" or "email_invalid".
 */
export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, "email_missing")
  .max(LONGEST_ADDRESS, "email_invalid")
  .pipe(z.email("email_invalid"))
  .refine((address) => address.indexOf("@") <= LONGEST_LOCAL_PART, "email_invalid");
