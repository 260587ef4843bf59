import { cached } from "@/lib/cache/cached";
import { cacheTags } from "@/lib/cache/tags";
import { isId } from "@/lib/commands/id";
import { done, refused, type CommandResult } from "@/lib/commands/result";
import { database } from "@/lib/db";
import { filledFields, unfitFor, type Counted, type Unfit } from "@/lib/fields/filled";
import { fieldTitle, type FieldType, type KnownField } from "@/lib/fields/schema";
import { usedFields } from "@/lib/messages/merge-fields";
import { mayOwnMailings, type Actor } from "@/lib/users/policy";

/** One's own known fields, by what pages call them. */
export async function knownFields(actor: Actor): Promise<KnownField[]> {
  return mayOwnMailings(actor) ? fieldsOf(actor.id) : [];
}

/** Of an owner, whoever asks. */
export const fieldsOf = cached(
  "fields of an owner",
  (ownerId) => [cacheTags.recipients(ownerId)],
  async (ownerId: string): Promise<KnownField[]> => {
    const rows = await database().field.findMany({
      where: { ownerId },
      select: { id: true, name: true, label: true, type: true },
    });
    return rows.sort((one, other) => fieldTitle(one).localeCompare(fieldTitle(other)));
  },
);

export interface FieldRow extends KnownField {
  /** Recipients with a value, those whose value does not fit the type among them. */
  filled: number;
  unfit: number;
}

export interface CountedFields extends Counted {
  rows: FieldRow[];
}

/** One's own known fields, with the number of recipients that have a value. */
export async function countedFields(actor: Actor): Promise<CountedFields> {
  return mayOwnMailings(actor) ? countedOf(actor.id) : { rows: [], recipients: 0, isEstimate: false };
}

/** Counted once until recipients change. Above 10,000, it is a sample that is counted. */
const countedOf = cached(
  "counted fields of an owner",
  (ownerId) => [cacheTags.recipients(ownerId)],
  async (ownerId: string): Promise<CountedFields> => {
    const fields = await fieldsOf(ownerId);
    const { filled, unfit, ...counted } = await filledFields(database(), ownerId, fields);
    const rows = fields.map((field) => ({
      ...field,
      filled: filled.get(field.name) ?? 0,
      unfit: unfit.get(field.name) ?? 0,
    }));
    return { ...counted, rows };
  },
);

/** A field that a message may name. */
export interface OfferedField {
  name: string;
  title: string;
  /** Recipients without a value. */
  lacking: number;
  isEstimate: boolean;
}

/** One's own known fields as the editor of messages offers them. */
export async function offeredFields(actor: Actor): Promise<OfferedField[]> {
  const { rows, recipients, isEstimate } = await countedFields(actor);
  return rows.map((field) => ({
    ...{ name: field.name, title: fieldTitle(field), isEstimate },
    lacking: Math.max(0, recipients - field.filled),
  }));
}

/** How many values of one's own field would not fit another type. */
export async function unfitOf(
  actor: Actor,
  fieldId: string,
  type: FieldType,
): Promise<CommandResult<Unfit, "not_found">> {
  const field = await ownField(actor, fieldId);
  if (field === null) return refused("not_found");
  return done(await unfitFor(database(), actor.id, { name: field.name, type }));
}

export interface FieldUse {
  /** The messages that name it, by subject: the first of `total`. */
  messages: { id: string; subject: string }[];
  total: number;
}

const SHOWN = 5;

/** Which of one's own messages name a field. */
export async function usesOf(actor: Actor, fieldId: string): Promise<CommandResult<FieldUse, "not_found">> {
  const field = await ownField(actor, fieldId);
  if (field === null) return refused("not_found");
  // What a message may name, by a word of it: blanks and case do not matter there.
  const [word = ""] = field.name.split(" ");
  const found = await database().$queryRaw<
    { id: string; subject: string; preheader: string; html: string; text: string }[]
  >`
    SELECT id, subject, preheader, html, text FROM messages
    WHERE owner_id = ${actor.id}::uuid AND archived_at IS NULL
      AND position(${word}::text IN lower(subject || ' ' || preheader || ' ' || text || ' ' || html)) > 0
    ORDER BY subject, id`;
  const using = found.filter(({ subject, preheader, html, text }) =>
    usedFields(subject, preheader, html, text).includes(field.name),
  );
  const messages = using.slice(0, SHOWN).map(({ id, subject }) => ({ id, subject }));
  return done({ messages, total: using.length });
}

async function ownField(actor: Actor, id: string): Promise<{ name: string } | null> {
  if (!mayOwnMailings(actor) || !isId(id)) return null;
  return database().field.findFirst({ where: { id, ownerId: actor.id }, select: { name: true } });
}
