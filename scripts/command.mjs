import "./refuse-old-node.mjs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { compiledCommand } from "./compile-commands.mjs";

// node scripts/command.mjs NAME …: runs scripts/NAME.ts, compiled at the first run after a change. Reading a hundred
// modules one by one takes a command that sends 10,000 mails a third of its time.

const [node = process.execPath, , name = "", ...args] = process.argv;
const source = path.join(import.meta.dirname, `${name}.ts`);
process.argv = [node, source, ...args];
// Where this checkout lies now: what is compiled may have been so elsewhere, before it was moved or copied.
globalThis.posthornCheckout = pathToFileURL(path.dirname(import.meta.dirname)).href;

const compiled = await compiledCommand(name);
if (compiled === undefined) {
  const { register } = await import("tsx/esm/api");
  register();
}
await import(compiled ?? pathToFileURL(source).href);
