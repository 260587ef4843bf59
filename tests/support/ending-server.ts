import { createServer } from "node:http";
import { GET } from "@/app/api/cron/mailings/route";
import { endTicksWithServer } from "@/lib/engine-host/ending";
import { wakeEngine } from "@/lib/engine-host/wake";
import { env } from "@/lib/env";

// ending-server.ts cron|wake: runs a tick for a request, and ends at SIGTERM as Next does: it waits for the request.

endTicksWithServer();
const server = createServer((_request, response) => {
  void tickNow().then(() => response.end());
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  void fetch(`http://127.0.0.1:${address.port}/`).then((answer) => answer.text());
});
process.on("SIGTERM", () => server.close(() => process.exit(143)));

async function tickNow(): Promise<void> {
  if (process.argv[2] === "wake") return wakeEngine();
  const headers = { Authorization: `Bearer ${env().CRON_SECRET}` };
  const answer = await GET(new Request("http://posthorn.test/api/cron/mailings", { headers }));
  if (!answer.ok) throw new Error(`The cron route answered ${answer.status}.`);
}
