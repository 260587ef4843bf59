import { createHash } from "node:crypto";
import type { Redis } from "ioredis";

/** A Redis as the bridge asks it. */
export interface RedisCommands {
  /** @throws Error as Redis words it */
  ask(command: readonly string[]): Promise<unknown>;
  /** As one transaction; an Error in the place of each command that failed. */
  together(commands: readonly (readonly string[])[]): Promise<unknown[]>;
}

/** Scripts that a bridge remembers; Posthorn and its rate limits have a handful. */
const SCRIPTS_KNOWN = 1_000;

/** Takes commands as the client of Upstash sends them, which are not all what a plain Redis takes. */
export function redisCommands(client: Redis): RedisCommands {
  const scripts = new Map<string, string>();
  return {
    async ask(command) {
      const [name = "", ...args] = plain(scripts, command);
      return plainAnswer(await client.call(name, ...args));
    },
    async together(commands) {
      const answers = await client.multi(commands.map((command) => [...command])).exec();
      return (answers ?? []).map(([error, result]) => error ?? plainAnswer(result));
    },
  };
}

/**
 * The command as any Redis takes it. Scripts for Upstash begin with a line of flags that a plain Redis 7.0 refuses.
 * Without it a script has another hash: one that has come before is sent anew.
 */
function plain(scripts: Map<string, string>, command: readonly string[]): readonly string[] {
  const [name = "", first = "", ...rest] = command;
  switch (name.toLowerCase()) {
    case "eval": {
      const runnable = first.replace(/^#!lua[^\n]*\n/, "");
      if (scripts.size >= SCRIPTS_KNOWN) scripts.clear();
      scripts.set(createHash("sha1").update(first).digest("hex"), runnable);
      return ["eval", runnable, ...rest];
    }
    case "evalsha": {
      const known = scripts.get(first);
      return known === undefined ? command : ["eval", known, ...rest];
    }
    default:
      return command;
  }
}

/** What Redis sends: the client makes objects of names and values in a row. */
function plainAnswer(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(plainAnswer);
  if (typeof answer !== "object" || answer === null) return answer;
  return Object.entries(answer).flat();
}
