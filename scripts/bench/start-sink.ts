import { fork } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";
import { inProject } from "@/scripts/project";

const recordSchema = z.object({
  takings: z.array(z.object({ at: z.number(), mails: z.int() })),
  refusals: z.array(z.number()),
});
const portSchema = z.tuple([z.int()]).rest(z.unknown());
/** When mails were accepted and requests refused, in milliseconds since 1970. */
export type SinkRecord = z.infer<typeof recordSchema>;

export interface Sink {
  readonly url: string;
  /**
   * Forgets everything, takes at most `cap` requests in any second, 0 for as many as come, and answers each after
   * `delay` milliseconds.
   */
  begin(cap: number, delay?: number): Promise<void>;
  record(): Promise<SinkRecord>;
  stop(): void;
}

/** The provider of the benchmarks, in a process of its own. */
export async function startSink(): Promise<Sink> {
  const child = fork(inProject("scripts", "bench", "sink.ts"), { execArgv: ["--import", "tsx"] });
  const [port] = portSchema.parse(await once(child, "message"));
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    async begin(cap, delay = 0) {
      await fetch(`${url}/begin/${cap}/${delay}`, { method: "POST" });
    },
    async record() {
      return recordSchema.parse(await (await fetch(`${url}/record`)).json());
    },
    stop() {
      child.disconnect();
    },
  };
}
