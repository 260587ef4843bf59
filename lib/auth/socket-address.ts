import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

const HEADER = "x-socket-address";

// Next bundles this file more than once.
const shared = globalThis as typeof globalThis & { posthornKnowsSockets?: boolean };

/**
 * From here on each request to a server of this process says from which address its connection came, which Next tells
 * nowhere: of X-Forwarded-For it keeps what the client wrote. What a client writes in the place of this header is
 * replaced. By Node's channel, so that it holds for `next start` as it is.
 */
export function tellSocketAddresses(): void {
  if (shared.posthornKnowsSockets) return;
  shared.posthornKnowsSockets = true;
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[HEADER] = request.socket.remoteAddress ?? "";
  });
}

/** The address of the connection by which a request came; empty where nothing has said it. */
export function socketAddress(headers: Headers): string {
  return shared.posthornKnowsSockets ? (headers.get(HEADER) ?? "") : "";
}
