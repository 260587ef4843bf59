import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { z } from "zod";

// bare-pages.ts PORT FILE: answers with the cached answers in that file, out of memory. What a page costs in Node without
// Next: the same bytes and headers.

const answers = z.record(
  z.string(),
  z.object({
    headers: z.record(z.string(), z.string()),
    body: z.base64().transform((text) => Buffer.from(text, "base64")),
  }),
);

const [port = "", file = ""] = process.argv.slice(2);
const known = answers.parse(JSON.parse(await readFile(file, "utf8")));
const server = createServer((request, response) => {
  const answer = known[`${request.url} ${request.headers["accept-encoding"] ?? "identity"}`];
  if (answer === undefined) response.writeHead(404).end();
  else response.writeHead(200, answer.headers).end(answer.body);
});
server.listen(Number(port), "127.0.0.1");
process.on("SIGTERM", () => process.exit(143));
