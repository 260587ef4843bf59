import { z } from "zod";
import { emailAddress } from "@/lib/recipients/email";

const LONGEST_NAME = 200;
const LONGEST_COMMENT = 2_000;
const LONGEST_FIELD = 1_000;

const CONTROL = /\p{Cc}/u;
/** Comments and merge fields may have several lines. */
const CONTROL_BUT_LINES = /[^\P{Cc}\n\t]/u;

/** A name is one line: line breaks and runs of blanks become one space. Messages are reason codes. */
export const recipientName = z
  .string()
  .transform((text) => text.replace(/\s+/g, " ").trim())
  .pipe(
    z
      .string()
      .max(LONGEST_NAME, "name_too_long")
      .refine((text) => !CONTROL.test(text), "control_characters"),
  );

export const recipientComment = z
  .string()
  .trim()
  .max(LONGEST_COMMENT, "comment_too_long")
  .refine((text) => !CONTROL_BUT_LINES.test(text), "control_characters");

/** The value of one merge field. */
export const fieldValue = z
  .string()
  .trim()
  .max(LONGEST_FIELD, "field_too_long")
  .refine((text) => !CONTROL_BUT_LINES.test(text), "control_characters");

/** What a recipient's form gives. */
export const recipientInput = z.object({
  email: emailAddress,
  name: recipientName,
  comment: recipientComment,
});

export type RecipientInput = z.output<typeof recipientInput>;
