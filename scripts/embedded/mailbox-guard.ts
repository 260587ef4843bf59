import http from "node:http";
import { duplexPair } from "node:stream";
import { buffer } from "node:stream/consumers";
import { isBearer } from "@/lib/security/bearer";
import { hostName, isLoopback } from "@/lib/security/hosts";
import { isSecret } from "@/lib/security/secret";

const REFUSED = {
  host: { status: 421, says: "The mailbox of this installation answers at localhost and 127.0.0.1 only." },
  inbox: {
    status: 401,
    says: "The inbox opens at its full address, which npm start printed in the terminal where Posthorn was started.",
  },
  api: { status: 401, says: "The mailbox of this installation wants the key that its application has." },
} as const;

/** What every answer carries: nobody frames or keeps it, and no link tells where it was followed. */
const SAFETY = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** Headers that are another's to set, and those that would open it to other origins. */
const OF_THE_CONNECTION_OR_OTHERS =
  /^(?:access-control-.*|connection|keep-alive|transfer-encoding|content-length)$/;

type Refusal = (typeof REFUSED)[keyof typeof REFUSED];

/**
 * The door of the embedded mailbox, in which every link to reset a password lies. It is opened by the key: as a bearer
 * for the API, as the beginning of the path for the inbox. It answers to this machine's own names, and to no other
 * origin.
 * @param emulator speaks Resend's API to whoever asks, and need not listen anywhere
 */
export function guardMailbox(emulator: http.Server, key: string): http.Server {
  return http.createServer((request, response) => {
    const path = admittedPath(request, key);
    if (typeof path === "string") passOn(emulator, path, key, request, response);
    else refuse(path, response);
  });
}

/** The path to ask the emulator for, as it would read it itself: without the steps that lead elsewhere. */
function admittedPath({ headers, method, url = "/" }: http.IncomingMessage, key: string): string | Refusal {
  const name = hostName(headers.host);
  if (name === null || !isLoopback(name)) return REFUSED.host;
  if (!URL.canParse(url, "http://mailbox")) return REFUSED.api;
  const { pathname, search } = new URL(url, "http://mailbox");
  const reads = method === "GET" || method === "HEAD";
  const [, first = "", inbox] = /^\/([^/]*)(\/inbox(?:\/.*)?)$/.exec(pathname) ?? [];
  if (reads && inbox !== undefined && isSecret(first, key)) return inbox + search;
  // The fonts and the icon that its pages name.
  if (reads && pathname.startsWith("/_emulate/")) return pathname;
  if (/^\/inbox(?:\/|$)/.test(pathname)) return REFUSED.inbox;
  return isBearer(headers.authorization ?? "", key) ? pathname + search : REFUSED.api;
}

function refuse({ status, says }: Refusal, response: http.ServerResponse): void {
  // What it sends is not read, so nothing else can follow over this connection.
  response.writeHead(status, { ...SAFETY, "Content-Type": "text/plain; charset=utf-8", Connection: "close" });
  response.end(`${says}\n`);
}

/** Hands a request to the emulator over a connection that exists in this process alone. */
function passOn(
  emulator: http.Server,
  path: string,
  key: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): void {
  const [ours, theirs] = duplexPair();
  emulator.emit("connection", theirs);
  const { method, headers } = request;
  const onward = http.request(
    { createConnection: () => ours, method, path, headers: { ...headers, connection: "close" } },
    (answer) => void answerWith(answer, key, response).catch((error: unknown) => fail(response, error)),
  );
  onward.on("error", (error) => fail(response, error));
  response.once("close", () => onward.destroy());
  request.pipe(onward);
}

async function answerWith(
  answer: http.IncomingMessage,
  key: string,
  response: http.ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined && !OF_THE_CONNECTION_OR_OTHERS.test(name)) response.setHeader(name, value);
  }
  for (const [name, value] of Object.entries(SAFETY)) response.setHeader(name, value);
  response.statusCode = answer.statusCode ?? 502;
  const body = await buffer(answer);
  const isPage = answer.headers["content-type"]?.startsWith("text/html") ?? false;
  response.end(isPage ? withKey(body.toString("utf8"), key) : body);
}

/**
 * A page of the inbox with its links to mails as they open here. Only such a link has a bare quote before it: what
 * people wrote stands there with its quotes escaped, so that nothing in a mail gets the key put in.
 */
function withKey(page: string, key: string): string {
  return page.replaceAll('href="/inbox/', `href="/${key}/inbox/`);
}

function fail(response: http.ServerResponse, error: unknown): void {
  // Whoever has gone is told nothing.
  if (response.destroyed) return;
  console.error(`the emulator did not answer: ${error instanceof Error ? error.message : String(error)}`);
  response.destroy();
}
