import { z } from "zod";
import { atMost } from "@/lib/actions/longest";

/** Characters of a reason that people and the audit log are told. */
export const LONGEST_REASON = 500;

/** A dialog's reason. PostgreSQL's text holds no NUL. */
export const reasonInput = z.object({
  reason: z
    .string()
    .max(LONGEST_REASON, atMost(LONGEST_REASON))
    .refine((reason) => reason.trim() !== "", "reason_required")
    .refine((reason) => !reason.includes("\0"), "control_characters"),
});

/** A button that sends nothing but itself. */
export const nothing = z.object({});

/** A box that is ticked or not. */
export const ticked = z
  .literal("on")
  .optional()
  .transform((value) => value === "on");
