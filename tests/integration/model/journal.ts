import type { Look } from "@/tests/integration/model/look";

/** What the sequences of this run have done: without it nobody knows what they prove. */
type Effect = "effect" | "around" | "none";
const commands = new Map<string, Record<Effect, number>>();
const outcomes = new Map<string, number>();

/** A command that changed ledger or schedules or drew a request; one that set the stage; one that did nothing. */
export function countCommand(name: string, effect: Effect): void {
  const counted = commands.get(name) ?? { effect: 0, around: 0, none: 0 };
  counted[effect] += 1;
  commands.set(name, counted);
}

export function count(name: string, by = 1): void {
  outcomes.set(name, (outcomes.get(name) ?? 0) + by);
}

/** Statuses and reasons of a closed sequence. */
export function countOutcomes(look: Look, requests: number): void {
  count("sequences");
  count("requests", requests);
  for (const { status, closing } of look.attempts.values()) {
    count(`attempt ${status}`);
    if (closing !== null) count(`closing ${closing}`);
  }
  for (const { status, reason } of look.deliveries.values())
    count(`delivery ${status}${reason === null ? "" : ` ${reason}`}`);
  for (const { unknownAt } of look.batches.values())
    if (unknownAt !== null) count("batch with an unknown outcome");
}

/** The journal as text: each command with how often it had an effect and how often none, then the outcomes. */
export function journal(): string {
  const sum = (effect: Effect) =>
    [...commands.values()].reduce((total, counted) => total + counted[effect], 0);
  const total = `${sum("effect")} commands with an effect, ${sum("around")} that set the stage, ${sum("none")} without`;
  const lines = [...commands]
    .map(([name, { effect, around, none }]) => `  ${effect + around} + ${none}: ${name}`)
    .sort((a, b) => Number.parseInt(b.trim()) - Number.parseInt(a.trim()));
  const ends = [...outcomes].sort().map(([name, n]) => `  ${n}: ${name}`);
  return [total, ...lines, "outcomes", ...ends].join("\n");
}
