import { z } from "zod";

// What the processes of one application say to each other: each worker to the process that started it, and that one to
// the workers.

const channel = z.literal("posthorn-siblings");
const id = z.int().nonnegative();

export const toPrimary = z.discriminatedUnion("kind", [
  /** From here on the worker is told everything. */
  z.object({ channel, kind: z.literal("join") }),
  /** For all others; `id` is the worker's own. */
  z.object({ channel, kind: z.literal("tell"), id, topic: z.string(), body: z.unknown() }),
  z.object({ channel, kind: z.literal("taken"), id }),
  z.object({ channel, kind: z.literal("ended") }),
  /** For whoever runs the engine; `id` is the worker's own. */
  z.object({ channel, kind: z.literal("ask"), id, topic: z.string() }),
  /** What the engine's process answers; `id` is the primary's. */
  z.object({ channel, kind: z.literal("answer"), id, answer: z.unknown(), fault: z.string().nullable() }),
]);
export const toWorker = z.discriminatedUnion("kind", [
  z.object({ channel, kind: z.literal("joined"), engine: z.boolean() }),
  /** `id` is the primary's. */
  z.object({ channel, kind: z.literal("told"), id, topic: z.string(), body: z.unknown() }),
  /** All others have taken what the worker told under this id. */
  z.object({ channel, kind: z.literal("all"), id }),
  /** The worker runs the engine from here on. */
  z.object({ channel, kind: z.literal("engine") }),
  /** Finish what is under way: SIGTERM comes next. */
  z.object({ channel, kind: z.literal("end") }),
  /** `id` is the primary's. */
  z.object({ channel, kind: z.literal("asked"), id, topic: z.string() }),
  /** To what the worker asked under this id. */
  z.object({ channel, kind: z.literal("answered"), id, answer: z.unknown(), fault: z.string().nullable() }),
]);

export type ToPrimary = z.infer<typeof toPrimary>;
export type ToWorker = z.infer<typeof toWorker>;

export const CHANNEL = channel.value;
/** How long whoever tells something waits for those who do not answer, in milliseconds. */
export const PATIENCE = 1_000;
