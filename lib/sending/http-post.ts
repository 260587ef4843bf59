import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { boundedAnswer } from "@/lib/http/bounded-answer";
import type { HttpAnswer } from "@/lib/sending/outcome";

/**
 * A connection that has been idle for longer may be closed by the other side just as a request goes out, and
 * then its outcome would be unknown; undici draws the line at the same 4 s.
 */
const IDLE = { keepAlive: true, timeout: 4_000 };
const agents = { http: new HttpAgent(IDLE), https: new HttpsAgent(IDLE) };

/** The request failed before its first byte was handed to a connection: nobody can have received any of it. */
export class NeverSentError extends Error {
  override readonly name = "NeverSentError";
}

/**
 * Posts bytes and reads the answer whole, without following redirects. For a batch of 300 KB this takes a fifth
 * of the processor time of Node's `fetch`, which turns a body into a stream of copies (npm run bench:send).
 *
 * @throws NeverSentError when no connection was made or its handshake failed
 * @throws when there is no answer, it is cut off or too long, or the signal aborts: the request may have been received
 */
export async function post(
  url: string,
  options: { headers: Headers; body: Uint8Array; signal?: AbortSignal | undefined },
): Promise<HttpAnswer> {
  const { headers, body, signal } = options;
  let sent = false;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const secure = new URL(url).protocol === "https:";
    const request = (secure ? httpsRequest : httpRequest)(url, {
      method: "POST",
      agent: secure ? agents.https : agents.http,
      headers: { ...Object.fromEntries(headers), "content-length": body.byteLength },
      signal,
    });
    request.once("response", resolve);
    // For good: the rest of a request that was answered early fails too, and its answer counts.
    request.on("error", reject);
    // After an answer this changes nothing. Without one, as when the other side wants another protocol, it is all there is.
    request.once("close", () => reject(new Error("the connection was closed without an answer")));
    whenConnected(request, secure, () => {
      sent = true;
      request.end(body);
    });
  }).catch((error: unknown) => {
    throw sent ? error : new NeverSentError("no connection", { cause: error });
  });
  const text = await boundedAnswer(response);
  return { status: response.statusCode ?? 0, headers: plainHeaders(response), body: text };
}

/**
 * Calls `write` once the request's connection is ready: made and, for https, its certificate accepted. Node sends
 * nothing of a request before its first write, headers included. No error code proves as much: ECONNRESET comes from a
 * connection that refuses and from one that took the whole request.
 */
function whenConnected(request: ClientRequest, secure: boolean, write: () => void): void {
  request.once("socket", (socket) => {
    if (request.reusedSocket) write();
    else socket.once(secure ? "secureConnect" : "connect", write);
  });
}

function plainHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
