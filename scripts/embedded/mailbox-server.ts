import http from "node:http";
import { createEmulator } from "emulate";
import { EMBEDDED_SENDER } from "@/lib/env";
import { senderDomain } from "@/lib/env/sender-domain";
import { birthOf } from "@/scripts/embedded/alive";
import { writePrivately } from "@/scripts/embedded/files";
import { guardMailbox } from "@/scripts/embedded/mailbox-guard";

// A program of its own, started by mailbox.ts: `mailbox-server.ts PORT STATE_FILE`, with its key in MAILBOX_KEY, for
// everybody on a machine may read what a program was started with. It outlives the command that started it when others
// use it still, or when that command was killed.

const [portNumber, stateFile] = process.argv.slice(2);
const key = process.env.MAILBOX_KEY;
if (!portNumber || !stateFile || !key) {
  throw new Error("mailbox-server.ts needs a port, the file to tell it in, and its key.");
}

const url = `http://127.0.0.1:${portNumber}`;
const emulator = await emulatorThatListensNowhere();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => process.exit(0));
}
const server = guardMailbox(emulator, key);
server.listen(Number(portNumber), "127.0.0.1", () => void tell(stateFile));

async function tell(file: string): Promise<void> {
  await writePrivately(file, JSON.stringify({ pid: process.pid, birth: await birthOf(process.pid), url }));
}

/** The emulator would answer everybody on every address of this machine; here it is asked by the guard alone. */
async function emulatorThatListensNowhere(): Promise<http.Server> {
  const made: http.Server[] = [];
  Object.defineProperty(http.Server.prototype, "listen", {
    configurable: true,
    writable: true,
    value(this: http.Server): http.Server {
      made.push(this);
      return this;
    },
  });
  try {
    // Nobody has to verify a domain here: the one that mails come from is.
    const seed = {
      resend: { domains: [{ name: senderDomain(process.env.RESEND_FROM || EMBEDDED_SENDER) }] },
    };
    await createEmulator({ service: "resend", port: Number(portNumber), baseUrl: url, seed });
  } finally {
    Reflect.deleteProperty(http.Server.prototype, "listen");
  }
  const [only] = made;
  if (only === undefined) throw new Error("The emulator has no server of its own.");
  return only;
}
