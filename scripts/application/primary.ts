import { NEXT, Workers } from "@/scripts/application/workers";

// primary.ts COUNT ARGUMENTS…: `next ARGUMENTS` in so many processes behind one port. Started by next-program.ts.

const [count, ...args] = process.argv.slice(2);
// Every process but the first is passed on to it.
process.stdout.setMaxListeners(0);
const workers = new Workers({ count: Number(count), program: NEXT, args });
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void workers.end(signal));
workers.start();
process.exit(await workers.over);
