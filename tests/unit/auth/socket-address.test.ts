import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientAddress } from "@/lib/auth/client-address";
import { tellSocketAddresses } from "@/lib/auth/socket-address";

let server: Server;

/** What a server that Node runs would take for the caller's address, with this many proxies trusted. */
function askedFrom(localAddress: string, headers: Record<string, string>): Promise<string> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, localAddress, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part: string) => (text += part));
      answer.on("end", () => resolve(text));
    })
      .on("error", reject)
      .end();
  });
}

beforeAll(async () => {
  server = createServer((asked, answer) => {
    const headers = new Headers();
    for (const [name, value] of Object.entries(asked.headers)) headers.set(name, String(value));
    answer.end(String(clientAddress(headers, 0)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => server.close());

test("without a trusted proxy a visitor's address is the connection's, whatever the request claims", async () => {
  // Where nothing tells it, as on a platform without sockets, nobody's claim stands in its place.
  expect(await askedFrom("127.0.0.1", { "X-Socket-Address": "203.0.113.7" })).toBe("null");
  tellSocketAddresses();
  tellSocketAddresses();
  const claims = { "X-Forwarded-For": "203.0.113.7", "X-Socket-Address": "203.0.113.7" };
  expect(await askedFrom("127.0.0.1", claims)).toBe("127.0.0.1");
  expect(await askedFrom("127.0.0.2", claims)).toBe("127.0.0.2");
  expect(await askedFrom("127.0.0.2", {})).toBe("127.0.0.2");
});
