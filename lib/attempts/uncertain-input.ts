import { z } from "zod";

/** Deliveries that can be chosen one by one; "all" is not bounded. */
export const MOST_CHOSEN = 1_000;

/** Ids of uncertain deliveries, one at least, or all of an attempt. */
export type ChosenUncertain = "all" | readonly [string, ...string[]];

/** As a form sends them: `all`, or `ids` of the ticked rows. Nothing chosen is never all. */
export const chosenUncertainInput = z
  .object({
    all: z.literal("yes").optional(),
    ids: z.union([z.uuid().transform((id) => [id]), z.array(z.uuid()).max(MOST_CHOSEN)]).optional(),
  })
  .transform(({ all, ids = [] }, context): { chosen: ChosenUncertain } => {
    const [first, ...rest] = ids;
    if (first !== undefined) return { chosen: [first, ...rest] };
    if (all === "yes") return { chosen: "all" };
    context.issues.push({ code: "custom", message: "nothing_chosen", input: ids });
    return z.NEVER;
  });

/** With what the form of a new attempt was issued with. */
export const sendAgainInput = z.intersection(z.object({ startId: z.uuid() }), chosenUncertainInput);
