import { request, type IncomingHttpHeaders } from "node:http";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Of the whole answer with its headers, as it comes over the wire. */
  readonly bytes: number;
}

/** One answer, over a connection of its own: over a shared one the bytes of several add up. */
export function answerOf(url: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      // Taken back from the answer at its end.
      const { socket } = answer;
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.once("error", reject);
      answer.once("end", () => {
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(parts),
          bytes: socket.bytesRead,
        });
      });
    });
    asked.once("error", reject);
    asked.end();
  });
}
