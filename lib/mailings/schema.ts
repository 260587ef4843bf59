import { z } from "zod";

const LONGEST_NAME = 200;

/** What a mailing's form gives. Instants as ISO 8601 with an offset; `endAt` null for no end. */
export const mailingInput = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(LONGEST_NAME)
    .regex(/^[^\r\n]*$/),
  messageId: z.uuid(),
  listIds: z.array(z.uuid()).max(1_000),
  recipientIds: z.array(z.uuid()).max(10_000),
  startLocal: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/)
    .transform((local) => (local.length === 16 ? `${local}:00` : local)),
  timeZone: z.string().min(1).max(64),
  period: z.enum(["once", "daily", "weekly", "monthly"]),
  endAt: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .nullable(),
});

export type MailingInput = z.output<typeof mailingInput>;
