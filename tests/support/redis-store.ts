import { createHash, randomUUID } from "node:crypto";
import { Redis } from "ioredis";

/** A Redis of one's own: nobody else's keys are in it. */
export interface Store {
  /** @throws Error as Redis words it */
  ask(command: readonly string[]): Promise<unknown>;
  /** As one transaction; an Error in the place of each command that failed. */
  together(commands: readonly (readonly string[])[]): Promise<unknown[]>;
  keys(): Promise<string[]>;
  forget(): Promise<void>;
  close(): Promise<void>;
}

/** A room of a Redis, by a prefix on every key that no caller sees. */
export function openStore(server: string): Store {
  const prefix = `${randomUUID()}:`;
  const client = new Redis(server, { keyPrefix: prefix, maxRetriesPerRequest: 1 });
  // What goes wrong fails the command that was asked.
  client.on("error", () => undefined);
  const scripts = new Map<string, string>();
  const store: Store = {
    async ask(command) {
      const [name = "", ...args] = plain(scripts, command);
      return plainAnswer(await client.call(name, ...args));
    },
    async together(commands) {
      const answers = await client.multi(commands.map((command) => [...command])).exec();
      return (answers ?? []).map(([error, result]) => error ?? plainAnswer(result));
    },
    async keys() {
      const found: string[] = [];
      let cursor = "0";
      do {
        const [next, keys] = await client.scan(cursor, "MATCH", `${prefix}*`, "COUNT", 1_000);
        found.push(...keys.map((key) => key.slice(prefix.length)));
        cursor = next;
      } while (cursor !== "0");
      return found.sort();
    },
    async forget() {
      const keys = await store.keys();
      if (keys.length > 0) await client.del(...keys);
    },
    async close() {
      await store.forget();
      client.disconnect();
    },
  };
  return store;
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
