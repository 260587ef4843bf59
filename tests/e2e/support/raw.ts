import http from "node:http";
import { text } from "node:stream/consumers";

export interface RawAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

interface RawRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/**
 * Asks a server for exactly this path, with exactly these headers: a Host of another site, a path that a browser would
 * write otherwise. Over a connection of its own.
 */
export function askRaw(
  base: string,
  path: string,
  { method = "GET", headers, body }: RawRequest = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const options = { host: hostname, port, path, method, headers: { connection: "close", ...headers } };
    const request = http.request(options, (answer) => {
      text(answer).then(
        (read) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: read }),
        reject,
      );
    });
    request.once("error", reject);
    request.end(body);
  });
}
