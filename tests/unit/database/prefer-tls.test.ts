import { createServer, type AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { reach } from "@/lib/database/prefer-tls";

const WITHIN_MS = 2_000;

/** Where a server answers whether it offers TLS by this letter. */
async function answering<T>(letter: string, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((socket) => socket.once("data", () => socket.end(letter)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens at a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  try {
    return await work(`postgresql://u:p%23a@127.0.0.1:${port}/n?sslmode=prefer&application_name=me`);
  } finally {
    server.close();
  }
}

it.each([
  ["S", { rejectUnauthorized: false }],
  ["N", false],
] as const)("sslmode=prefer goes by what the server offers: %s", async (letter, ssl) => {
  const found = await answering(letter, (url) => reach(url, WITHIN_MS));
  expect(found.ssl).toEqual(ssl);
  expect(found.connectionString).toMatch(/^postgresql:\/\/u:p%23a@127\.0\.0\.1:\d+\/n\?application_name=me$/);
});

it("an address with another sslmode, or none, stands as it is and asks nobody", async () => {
  for (const connectionString of ["postgresql://h/n", "postgresql://h/n?sslmode=verify-full"]) {
    expect(await reach(connectionString, WITHIN_MS)).toEqual({ connectionString });
  }
});
