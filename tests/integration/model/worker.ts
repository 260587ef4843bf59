import { dispatchOne, dispatchScope, type Dispatched } from "@/lib/sending/dispatch";
import type { Engine } from "@/lib/sending/engine";

/** Takes a batch at every call, as a worker of a tick does; calls at once are workers that share their claims. */
export function workerOf(engine: Engine): () => Promise<Dispatched> {
  const queue = dispatchScope(engine);
  return () => dispatchOne(engine, queue);
}
