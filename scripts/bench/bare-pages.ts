import cluster from "node:cluster";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { z } from "zod";
import { joinSiblings } from "@/lib/siblings";
import { Workers } from "@/scripts/application/workers";
import { inProject } from "@/scripts/project";

// bare-pages.ts PORT FILE COUNT: answers with the kept answers in that file, out of memory. What a page costs in Node
// without Next: the same bytes and headers, in as many processes behind one port.

const answers = z.record(
  z.string(),
  z.object({
    headers: z.record(z.string(), z.string()),
    body: z.base64().transform((text) => Buffer.from(text, "base64")),
  }),
);

const [port = "", file = "", count = "1"] = process.argv.slice(2);
if (count === "1") await serve();
else {
  const workers = new Workers({
    count: Number(count),
    program: inProject("scripts", "bench", "bare-pages.ts"),
    args: [port, file],
    execArgv: process.execArgv,
  });
  process.on("SIGTERM", () => void workers.end("SIGTERM"));
  workers.start();
  process.exit(await workers.over);
}

async function serve(): Promise<void> {
  const kept = answers.parse(JSON.parse(await readFile(file, "utf8")));
  if (cluster.isWorker) await joinSiblings();
  const server = createServer((request, response) => {
    const answer = kept[`${request.url} ${request.headers["accept-encoding"] ?? "identity"}`];
    if (answer === undefined) response.writeHead(404).end();
    else response.writeHead(200, answer.headers).end(answer.body);
  });
  server.listen(Number(port), "127.0.0.1");
  process.on("SIGTERM", () => process.exit(143));
}
