import { GET } from "@/app/api/cron/mailings/route";
import { env } from "@/lib/env";
import { runRoundsForSiblings } from "@/lib/sending/engine-round";
import { joinSiblings } from "@/lib/siblings";

// A worker of several for tests: at any word it is called by a cron that lands on it, and reports the answer.

runRoundsForSiblings();
await joinSiblings();
process.on("SIGTERM", () => process.exit(143));
process.on("message", (message) => {
  if (message === "cron") void call();
});
process.send?.({ ready: true });

async function call(): Promise<void> {
  const headers = { Authorization: `Bearer ${env().CRON_SECRET}` };
  const answer = await GET(new Request("http://posthorn.test/api/cron/mailings", { headers }));
  process.send?.({ status: answer.status, body: await answer.json() });
}
