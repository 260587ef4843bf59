import type { Requester } from "@upstash/redis";
import { z } from "zod";
import { answerText } from "@/lib/http/bounded-answer";

type Ask = Parameters<Requester["request"]>[0];

export interface RedisAddress {
  url: string;
  token: string;
  /** Asked before each request. */
  signal: () => AbortSignal;
}

const refused = z.object({ error: z.string() });

/**
 * Upstash's REST interface (https://upstash.com/docs/redis/features/restapi), for its own client, whose own requester reads
 * answers of any length and tries again by itself.
 */
export function redisOverHttp({ url, token, signal }: RedisAddress): Requester {
  const base = url.replace(/\/$/, "");
  return {
    async request({ path = [], headers, body }: Ask) {
      const response = await fetch([base, ...path].join("/"), {
        method: "POST",
        headers: { ...headers, "Content-Type": "application/json", Authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
        cache: "no-store",
        signal: signal(),
      });
      const said: unknown = JSON.parse(await answerText(response));
      if (!response.ok) throw new Error(`Redis refused: ${refused.parse(said).error}`);
      // What a command's result is, the client's own types say, so here it is of none; a pipeline's is a list of them.
      return said as { result?: never; error?: string };
    },
  };
}
