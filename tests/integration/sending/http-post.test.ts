import { createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { post } from "@/lib/sending/http-post";

let server: Server | undefined;
afterEach(() => server?.close());

/** A server that says this to every request and nothing more. */
async function saying(words: string, then: (socket: Socket) => void): Promise<string> {
  const listening = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      socket.write(words);
      then(socket);
    });
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const address = listening.address();
  if (address === null || typeof address === "string") throw new Error("nobody listens");
  return `http://127.0.0.1:${address.port}/`;
}

const request = () => ({
  headers: new Headers(),
  body: new TextEncoder().encode("{}"),
  signal: AbortSignal.timeout(30_000),
});

it("an answer that asks for another protocol is no answer, and nobody waits for one", async () => {
  const url = await saying(
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: Upgrade\r\n\r\n",
    () => undefined,
  );
  await expect(post(url, request())).rejects.toThrow("without an answer");
});

it("an answer that is cut off is no answer", async () => {
  const url = await saying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", (socket) => socket.end());
  await expect(post(url, request())).rejects.toThrow();
});

it("an address may be written in any case", async () => {
  const url = await saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", () => undefined);
  expect(await post(url.replace("http:", "HTTP:"), request())).toMatchObject({ status: 200, body: "{}" });
});
