import { demand } from "@/tests/integration/model/demand";
import { isHeld, mustHave, type AttemptRow, type Look } from "@/tests/integration/model/look";
import { audienceOf, type Model } from "@/tests/integration/model/model";

/** An attempt holds everybody who was in its audience all the while it was planned, and nobody who never was. */
export function checkAudiences(model: Model, { before, after }: { before: Look; after: Look }): void {
  const earlier = model.audiences;
  model.audiences = new Map(model.mailings.map((mailing) => [mailing.id, audienceOf(mailing)]));
  for (const attempt of after.attempts.values()) {
    const old = before.attempts.get(attempt.id);
    if (old !== undefined && old.status !== "planning") {
      demand(old.planned === attempt.planned, () => "an attempt that was planned has grown");
      continue;
    }
    const held = before.mailings.get(attempt.mailing);
    const grown = attempt.planned > (old?.planned ?? 0);
    demand(!grown || held === undefined || !isHeld(held), () => "a held mailing was planned on");
    const now = model.audiences.get(attempt.mailing) ?? new Set();
    const then = earlier.get(attempt.mailing) ?? now;
    const known = model.planning.get(attempt.id) ?? { ever: then, always: then };
    const planning = {
      ever: new Set([...known.ever, ...now]),
      always: new Set([...known.always].filter((id) => now.has(id))),
    };
    model.planning.set(attempt.id, planning);
    checkPlanned(after, attempt, planning);
  }
}

function checkPlanned(
  after: Look,
  attempt: AttemptRow,
  { ever, always }: { ever: Set<string>; always: Set<string> },
): void {
  const planned = new Set<string>();
  for (const row of after.deliveries.values()) {
    if (row.attempt !== attempt.id) continue;
    planned.add(row.recipient);
    demand(ever.has(row.recipient), () => `${row.address} was never in the audience`);
    mustHave(after.batches, row.batch);
  }
  if (attempt.status === "planning" || attempt.closing !== null) return;
  const left = [...always].filter((id) => !planned.has(id));
  demand(left.length === 0, () => `${left.length} of the audience were not planned`);
}
