import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { redisCommands, type RedisCommands } from "@/scripts/redis/commands";

/** A Redis of one's own: nobody else's keys are in it. */
export interface Store extends RedisCommands {
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
  const store: Store = {
    ...redisCommands(client),
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
