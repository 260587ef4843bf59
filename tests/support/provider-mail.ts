import { z } from "zod";
import { errorAnswer, type Answer } from "./provider-wire";

export const MAX_BATCH = 100;

const ADDRESS_RULE =
  "The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.";

/** The bare, lower-case address of `a@b.org` or `Name <a@b.org>`; null where it is neither. */
export function bareAddress(text: string): string | null {
  const match = /^(?:[^<>\r\n]*<([^<>]+)>|([^<>]+))$/.exec(text);
  const bare = match?.[1] ?? match?.[2];
  return bare !== undefined && z.regexes.email.test(bare) ? bare.toLowerCase() : null;
}

const address = (field: string) =>
  z.string().refine((text) => bareAddress(text) !== null, `Invalid \`${field}\` field. ${ADDRESS_RULE}`);

const addresses = (field: string) =>
  z.preprocess(
    (value) => (typeof value === "string" ? [value] : value),
    z.array(address(field)).min(1, `Missing \`${field}\` field.`).max(50, `Too many \`${field}\` addresses.`),
  );

const tagText = z
  .string()
  .regex(
    /^[A-Za-z0-9_-]{1,256}$/,
    "Tags should only contain ASCII letters, numbers, underscores, or dashes.",
  );

// Strict, so that a field that would make the record untrue (cc, bcc, scheduled_at) is refused and not overlooked.
const mailSchema = z
  .strictObject({
    from: address("from"),
    to: addresses("to"),
    subject: z
      .string()
      .min(1, "Missing `subject` field.")
      .regex(/^[^\r\n]*$/, "The `\\n` is not allowed in the `subject` field."),
    html: z.string().optional(),
    text: z.string().optional(),
    reply_to: addresses("reply_to").optional(),
    headers: z.record(z.string(), z.string()).default({}),
    tags: z.array(z.strictObject({ name: tagText, value: tagText })).default([]),
  })
  .refine((mail) => mail.html !== undefined || mail.text !== undefined, "Missing `html` or `text` field.");

export type MailDraft = z.infer<typeof mailSchema>;

/** Bare addresses that draw a 422 of their own, each with its message; undefined stands for the usual one. */
export type BadAddresses = Map<string, string | undefined>;

/** The mails of a request's values, or the 422 that the first bad one draws: validation is strict. */
export function parseMails(
  values: readonly unknown[],
  bad: BadAddresses,
): { mails: MailDraft[] } | { refusal: Answer } {
  if (values.length === 0) return refused("validation_error", "The batch holds no emails.");
  if (values.length > MAX_BATCH) {
    return refused("validation_error", `The batch holds more than ${MAX_BATCH} emails.`);
  }
  const mails: MailDraft[] = [];
  for (const value of values) {
    const parsed = mailSchema.safeParse(value);
    if (!parsed.success) return refusedFor(parsed.error);
    const message = badMessage(parsed.data, bad);
    if (message !== null) return refused("validation_error", message);
    mails.push(parsed.data);
  }
  return { mails };
}

function badMessage(mail: MailDraft, bad: BadAddresses): string | null {
  if (bad.size === 0) return null;
  const found = mail.to.map((to) => bareAddress(to) ?? to).find((to) => bad.has(to));
  return found === undefined ? null : (bad.get(found) ?? `Invalid \`to\` field. ${ADDRESS_RULE}`);
}

function refusedFor(error: z.ZodError): { refusal: Answer } {
  const issue = error.issues[0];
  if (issue === undefined) throw new Error("A failed parse names no issue", { cause: error });
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined")) {
    return refused("missing_required_field", `Missing \`${issue.path.join(".")}\` field.`);
  }
  return refused("validation_error", issue.message);
}

function refused(name: string, message: string): { refusal: Answer } {
  return { refusal: errorAnswer(422, name, message) };
}
