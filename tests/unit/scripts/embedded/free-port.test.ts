import { createServer, Server } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { canListen, freePort } from "@/scripts/embedded/free-port";

afterEach(() => {
  vi.restoreAllMocks();
});

test("a port where somebody listens is taken, and another is found in its place", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  expect(await canListen(address.port, "127.0.0.1")).toBe("taken");
  expect(await freePort(address.port)).not.toBe(address.port);
  await new Promise((resolve) => server.close(resolve));
  expect(await canListen(address.port, "127.0.0.1")).toBe("free");
});

test("a free port is none that the system gives to others, so it is still free when it is used", async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, () => freePort(undefined)));
  expect(Math.max(...ports)).toBeLessThan(32_768);
});

test("a port that the system refuses to this account is not called taken", async () => {
  vi.spyOn(Server.prototype, "listen").mockImplementation(function (this: Server) {
    queueMicrotask(() => this.emit("error", Object.assign(new Error("refused"), { code: "EACCES" })));
    return this;
  });
  expect(await canListen(80, "127.0.0.1")).toBe("not allowed");
});

test("an address of another machine is no address of this one", async () => {
  expect(await canListen(0, "192.0.2.1")).toBe("no such address");
});
