import { createHash, randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import RedisMock from "ioredis-mock";

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

/**
 * A room of a real Redis, by a prefix on every key that no caller sees; or an imitation in this process, which runs
 * Lua as well.
 */
export function openStore(server: string | null): Store {
  const prefix = server === null ? "" : `${randomUUID()}:`;
  const client =
    server === null
      ? new RedisMock({ host: randomUUID(), lazyConnect: true })
      : new Redis(server, { keyPrefix: prefix, maxRetriesPerRequest: 1 });
  // What goes wrong fails the command that was asked.
  client.on("error", () => undefined);
  const scripts = new Map<string, string>();
  const store: Store = {
    async ask(command) {
      const [name = "", ...args] = server === null ? timed(plain(scripts, command)) : plain(scripts, command);
      return plainAnswer(await method(client, name)(...args));
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

/** The imitation has no way to be asked for a command by its name but its methods. */
function method(client: object, name: string): (...args: readonly string[]) => Promise<unknown> {
  const found: unknown = Reflect.get(client, name.toLowerCase());
  if (typeof found !== "function") throw new Error(`ERR unknown command '${name}'`);
  return async (...args) => (await Reflect.apply(found, client, args)) as unknown;
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
    case "set": {
      // The imitation knows its options in capitals only.
      const [value = "", ...options] = rest;
      return [name, first, value, ...options.map((option) => option.toUpperCase())];
    }
    default:
      return command;
  }
}

/** The imitation's TIME is made of two clocks, a second rounded up and a fraction of another: scripts get this one. */
function timed([name = "", ...args]: readonly string[]): readonly string[] {
  if (name !== "eval") return [name, ...args];
  const ms = Date.now();
  const time = `{ "${Math.floor(ms / 1_000)}", "${(ms % 1_000) * 1_000}" }`;
  const [script = "", ...rest] = args;
  return [name, script.replaceAll('redis.call("TIME")', time), ...rest];
}

/**
 * What Redis sends: the client makes objects of names and values in a row, and the imitation does not turn a script's
 * booleans and fractions into what they become.
 */
function plainAnswer(answer: unknown): unknown {
  switch (typeof answer) {
    case "boolean":
      return answer ? 1 : null;
    case "number":
      return Math.trunc(answer);
    case "object":
      if (Array.isArray(answer)) return answer.map(plainAnswer);
      return answer === null ? null : Object.entries(answer).flat();
    default:
      return answer;
  }
}
