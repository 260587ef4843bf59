import { z } from "zod";
import { atMost } from "@/lib/actions/longest";

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
  /** All of the owner's recipients; lists and recipients are not kept then. Left out: those that are chosen. */
  toEverybody: z.boolean().optional(),
  /** Lists whose members are left out. Left out: none. */
  exceptListIds: z.array(z.uuid()).max(1_000).optional(),
  /** Whether whoever got the message before is left out. */
  exceptGotBefore: z.boolean().optional(),
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

const MOST_LISTS = 1_000;
const MOST_RECIPIENTS = 10_000;
const localTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

/** Boxes of one name: none, one, or several of a form. */
function ids(most: number) {
  return z
    .union([z.array(z.uuid()), z.uuid().transform((one) => [one])])
    .default([])
    .refine((all) => all.length <= most, "too_long");
}

/** A form sends a ticked box as "on" and says nothing of others; in the browser it is a boolean. */
const box = z
  .union([z.literal("on"), z.boolean()])
  .default(false)
  .transform((value) => value !== false);

/** Half typed, perhaps, but of a year that calendars have. */
const wallTime = z
  .string()
  .max(19)
  .regex(/^(?![+-])/);

const draftShape = {
  listIds: ids(MOST_LISTS),
  recipientIds: ids(MOST_RECIPIENTS),
  exceptListIds: ids(MOST_LISTS),
  audience: z.enum(["everybody", "chosen"]).default("chosen"),
  exceptGotBefore: box,
  when: z.enum(["now", "at"]),
  /** Wall time in the zone; "" while there is none. */
  startLocal: wallTime,
  period: z.enum(["once", "daily", "weekly", "monthly"]),
  timeZone: z.string().min(1, "zone_unknown").max(64, "zone_unknown"),
  /** Wall time in the zone; "" for no end. */
  endLocal: wallTime,
};

/** As much of a mailing's form as a forecast needs. */
export const draftForm = z.object({
  ...draftShape,
  messageId: z.union([z.uuid(), z.literal("")]),
  /** A large audience is counted too, and not estimated. */
  exact: box,
});

export type DraftForm = z.output<typeof draftForm>;

/** A mailing's form, with the fields as people fill them in. */
export const mailingForm = z
  .object({
    ...draftShape,
    name: z
      .string()
      .trim()
      .min(1, "mailing_name_missing")
      .max(LONGEST_NAME, atMost(LONGEST_NAME))
      .regex(/^[^\r\n\0]*$/, "control_characters"),
    messageId: z.uuid("message_missing"),
  })
  .superRefine((form, context) => {
    const fault = (path: keyof typeof form, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (form.when === "at" && !localTime.test(form.startLocal)) fault("startLocal", "time_missing");
    if (form.endLocal !== "" && !localTime.test(form.endLocal)) fault("endLocal", "time_missing");
    if (form.audience === "chosen" && form.listIds.length + form.recipientIds.length === 0)
      fault("listIds", "audience_missing");
  });

export type MailingForm = z.output<typeof mailingForm>;
export type MailingFields = z.input<typeof mailingForm>;
