"use server";

import { updateTag } from "next/cache";
import { after } from "next/server";
import { z } from "zod";
import type { StartState } from "@/components/mailings/start-form";
import { currentPerson } from "@/lib/auth/session";
import { cacheTags } from "@/lib/cache/tags";
import { finishMailing, pauseMailing, resumeMailing, startByHand } from "@/lib/mailings/commands";
import { wakeEngine } from "@/lib/engine-host/wake";

/** Bound by the page, but an action's arguments come from the browser all the same. */
const mailingIdInput = z.uuid();
const startInput = z.object({ startId: z.uuid(), keepScheduled: z.literal("on").nullable() });

/** Starts a mailing by hand. The first request leaves as soon as this has answered. */
export async function startMailing(
  mailingId: string,
  _before: StartState,
  form: FormData,
): Promise<StartState> {
  const person = await currentPerson();
  const keep = form.get("keepScheduled") === "on";
  if (person === null) return refused("signed_out", keep);
  const mailing = mailingIdInput.safeParse(mailingId);
  if (!mailing.success) return refused("not_found", keep);
  const input = startInput.safeParse({
    startId: form.get("startId"),
    keepScheduled: form.get("keepScheduled"),
  });
  if (!input.success) return refused("invalid", keep);
  const result = await startByHand(person, {
    mailingId: mailing.data,
    startId: input.data.startId,
    keepScheduled: keep,
  });
  if (!result.ok) return refused(result.code, keep);
  updateTag(cacheTags.mailings(person.id));
  updateTag(cacheTags.figures());
  after(() => wakeEngine());
  const { attemptId, already, scheduledRunComes } = result.value;
  const comes = scheduledRunComes?.toISOString() ?? null;
  return { refusal: null, keepScheduled: false, started: { attemptId, already, scheduledRunComes: comes } };
}

const commands = { pause: pauseMailing, resume: resumeMailing, finish: finishMailing };
const commandName = z.enum(["pause", "resume", "finish"]);

/** Pauses, resumes or finishes a mailing; answers with the code of a refusal, null when done. */
export async function changeMailing(
  mailingId: string,
  _before: string | null,
  form: FormData,
): Promise<string | null> {
  const person = await currentPerson();
  if (person === null) return "signed_out";
  const name = commandName.safeParse(form.get("command"));
  if (!name.success) return "invalid";
  const mailing = mailingIdInput.safeParse(mailingId);
  if (!mailing.success) return "not_found";
  const result = await commands[name.data](person, mailing.data);
  if (!result.ok) return result.code;
  updateTag(cacheTags.mailings(person.id));
  updateTag(cacheTags.figures());
  after(() => wakeEngine());
  return null;
}

function refused(code: string, keepScheduled: boolean): StartState {
  return { refusal: code, keepScheduled, started: null };
}
