import type { IncomingMessage, ServerResponse } from "node:http";

/** An HTTP answer before it meets the socket. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** The error's name, for the provider's own record. */
  error?: string;
}

/** What the client gets to see of an answer. */
export type Wire =
  { how: "whole"; answer: Answer } | { how: "cut"; answer: Answer } | { how: "reset" } | { how: "silence" };

export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

/** An error in Resend's shape. `claimed` is the statusCode inside the body, which may differ from the response's. */
export function errorAnswer(
  status: number,
  name: string,
  message: string,
  claimed: number = status,
  headers: Record<string, string> = {},
): Answer {
  return { ...jsonAnswer(status, { statusCode: claimed, name, message }, headers), error: name };
}

/** Reads a request's whole body; `whole` is false where the client left in the middle. */
export async function readBody(request: IncomingMessage): Promise<{ bytes: Buffer; whole: boolean }> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) {
      if (!Buffer.isBuffer(chunk))
        throw new TypeError("A request body without an encoding must come as buffers");
      chunks.push(chunk);
    }
  } catch (error) {
    if (request.complete) throw error;
    return { bytes: Buffer.concat(chunks), whole: false };
  }
  return { bytes: Buffer.concat(chunks), whole: true };
}

/** Puts an answer on the socket, or what is left of it. Resolves once nothing more will be written. */
export async function deliver(request: IncomingMessage, response: ServerResponse, wire: Wire): Promise<void> {
  const { socket } = request;
  if (socket.destroyed) return;
  switch (wire.how) {
    case "whole":
      writeHead(response, wire.answer);
      response.end(wire.answer.body);
      return;
    case "cut": {
      const bytes = Buffer.from(wire.answer.body);
      writeHead(response, wire.answer);
      response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => socket.destroy());
      return;
    }
    case "reset":
      socket.resetAndDestroy();
      return;
    case "silence":
      await new Promise<void>((resolve) => socket.once("close", () => resolve()));
  }
}

function writeHead(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, {
    ...answer.headers,
    "content-length": String(Buffer.byteLength(answer.body)),
  });
}
