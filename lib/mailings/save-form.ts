import { refused, type CommandResult } from "@/lib/commands/result";
import { database } from "@/lib/db";
import { forecastDraft, type DraftForecast } from "@/lib/mailings/draft-forecast";
import { scheduleOf } from "@/lib/mailings/from-form";
import { createMailing, editMailing, type SaveRefusal } from "@/lib/mailings/save";
import type { Schedule } from "@/lib/mailings/schedule";
import type { DraftForm, MailingForm } from "@/lib/mailings/schema";
import type { Actor } from "@/lib/users/policy";

type Saved = CommandResult<
  { mailingId: string },
  | "invalid"
  | Extract<
      SaveRefusal,
      "forbidden" | "not_found" | "archived" | "changed_meanwhile" | "already_created" | "audience_unknown"
    >
>;

/** Creates a mailing from its form. @param id issued with the form */
export async function createFromForm(actor: Actor, id: string, form: MailingForm): Promise<Saved> {
  const read = scheduleOf(form, await engineNow(), null);
  if ("faults" in read) return refused("invalid", { faults: read.faults });
  return toField(
    actor,
    form,
    await createMailing(actor, { ...form, ...chosenIn(form), ...read.schedule }, id, {
      startsNow: form.when === "now",
    }),
  );
}

/** Changes a mailing as its form says. @param version as it was when the form was opened */
export async function editFromForm(
  actor: Actor,
  { id, version }: { id: string; version: string },
  form: MailingForm,
): Promise<Saved> {
  const read = scheduleOf(form, await engineNow(), await savedSchedule(actor, id));
  if ("faults" in read) return refused("invalid", { faults: read.faults });
  return toField(
    actor,
    form,
    await editMailing(actor, id, { ...form, ...chosenIn(form), ...read.schedule }, version),
  );
}

/** So many are counted within a second; of a larger audience the first answer is an estimate. */
const COUNTED_AT_ONCE = 50_000;

/** What saving a form would lead to; null where its times cannot be read, or for a role that owns no mailings. */
export async function forecastForm(
  actor: Actor,
  mailingId: string | null,
  form: DraftForm,
): Promise<DraftForecast | null> {
  const saved = mailingId === null ? null : await savedSchedule(actor, mailingId);
  const read = scheduleOf(form, await engineNow(), saved);
  if ("faults" in read) return null;
  const messageId = form.messageId === "" ? null : form.messageId;
  const draft = { ...chosenIn(form), schedule: read.schedule, messageId, mailingId };
  return forecastDraft(actor, draft, undefined, form.exact ? undefined : COUNTED_AT_ONCE);
}

/** The audience as the form says it: of everybody, nobody is chosen. */
function chosenIn({
  audience,
  listIds,
  recipientIds,
  exceptListIds,
  exceptGotBefore,
}: Omit<DraftForm, "exact" | "messageId">) {
  const toEverybody = audience === "everybody";
  return {
    toEverybody,
    listIds: toEverybody ? [] : listIds,
    recipientIds: toEverybody ? [] : recipientIds,
    ...{ exceptListIds, exceptGotBefore },
  };
}

/** What is wrong with one field stands beside it, and what was chosen and is gone is told by its id. */
async function toField(
  actor: Actor,
  form: MailingForm,
  saved: CommandResult<{ mailingId: string }, SaveRefusal>,
): Promise<Saved> {
  if (saved.ok) return saved;
  switch (saved.code) {
    case "start_invalid":
      return refused("invalid", { faults: { startLocal: "time_missing" } });
    case "zone_unknown":
      return refused("invalid", { faults: { timeZone: "zone_unknown" } });
    case "end_not_after_start":
    case "end_in_past":
      return refused("invalid", { faults: { endLocal: saved.code } });
    case "message_unknown":
      return refused("invalid", { faults: { messageId: "message_unknown" } });
    case "forbidden":
    case "not_found":
    case "archived":
    case "changed_meanwhile":
    case "already_created":
      return refused(saved.code);
    case "audience_unknown":
      return refused(saved.code, { values: { gone: (await goneOf(actor, form)).join(" ") } });
  }
}

/** Chosen lists and recipients that are not, or no longer, one's own. */
async function goneOf({ id: ownerId }: Actor, form: MailingForm): Promise<string[]> {
  const { listIds, recipientIds, exceptListIds } = chosenIn(form);
  const rows = await database().$queryRaw<{ id: string }[]>`
    SELECT id::text FROM unnest(${[...listIds, ...recipientIds, ...exceptListIds]}::uuid[]) chosen (id)
    WHERE NOT EXISTS (SELECT 1 FROM lists l WHERE l.id = chosen.id AND l.owner_id = ${ownerId}::uuid)
      AND NOT EXISTS (SELECT 1 FROM recipients r WHERE r.id = chosen.id AND r.owner_id = ${ownerId}::uuid)`;
  return rows.map(({ id }) => id);
}

async function savedSchedule({ id: ownerId }: Actor, id: string): Promise<Schedule | null> {
  return database().mailing.findFirst({
    where: { id, ownerId },
    select: { startLocal: true, timeZone: true, period: true, endAt: true },
  });
}

async function engineNow(): Promise<Date> {
  const [row] = await database().$queryRaw<{ now: Date }[]>`SELECT engine_now() AS now`;
  if (row === undefined) throw new Error("The database said no time.");
  return row.now;
}
