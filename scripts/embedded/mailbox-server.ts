import net from "node:net";
import { createEmulator } from "emulate";
import { birthOf } from "@/scripts/embedded/alive";
import { writePrivately } from "@/scripts/embedded/files";

// A program of its own, started by mailbox.ts: `mailbox-server.ts PORT STATE_FILE`. It outlives the
// command that started it when others use it still, or when that command was killed.

const [portNumber, stateFile] = process.argv.slice(2);
if (!portNumber || !stateFile) throw new Error("mailbox-server.ts needs a port and the file to tell it in.");

listenOnLoopbackOnly();
const url = `http://127.0.0.1:${portNumber}`;
const emulator = await createEmulator({ service: "resend", port: Number(portNumber), baseUrl: url });
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => process.exit(0));
}
await waitUntilListening(emulator.url);
await writePrivately(stateFile, JSON.stringify({ pid: process.pid, birth: await birthOf(process.pid), url }));

/** The emulator names no address to listen on and Node then takes all of them, the network's included. */
function listenOnLoopbackOnly(): void {
  const listen: unknown = Object.getOwnPropertyDescriptor(net.Server.prototype, "listen")?.value;
  if (typeof listen !== "function") throw new Error("Node's servers have no method to listen with.");
  Object.defineProperty(net.Server.prototype, "listen", {
    configurable: true,
    writable: true,
    value(this: net.Server, ...args: unknown[]): unknown {
      const [port, host] = args;
      const onLoopback = typeof port === "number" && host === undefined;
      const result: unknown = Reflect.apply(listen, this, onLoopback ? [{ port, host: "127.0.0.1" }] : args);
      return result;
    },
  });
}

async function waitUntilListening(address: string): Promise<void> {
  const answer = await fetch(`${address}/inbox`);
  await answer.body?.cancel();
}
