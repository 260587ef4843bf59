import { spawn, type ChildProcess } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { connect, type Database } from "@/lib/db";
import { unsubscribeToken } from "@/lib/sending/unsubscribe-token";
import { freePort } from "@/scripts/embedded/free-port";
import { startApplication, type RunningApplication } from "@/scripts/testing/application";
import { inProject } from "@/tests/support/source-files";

// `npm test -- --only proxy`, where nginx is installed: the application behind it as Debian's has it.

const RECOMMENDED = "as deploy/nginx.conf has it";
/** What stands beside `proxy_pass`. */
const KINDS: Record<string, string> = {
  "with nginx's own headers": "",
  "with two names and another scheme": `
    proxy_set_header X-Forwarded-Host "a.example, b.example";
    proxy_set_header X-Forwarded-Proto https;`,
  "with a name without its port": "proxy_set_header X-Forwarded-Host localhost;",
  "with a name that is none": 'proxy_set_header X-Forwarded-Host " , ";',
};
const UNSUBSCRIBE_SECRET = "unsubscribe-secret-of-the-proxy-0123456789";

const ended = new AbortController();
let folder: string;
let nginx: ChildProcess;
let application: RunningApplication;
let database: Database;
/** APP_URL, where the recommended configuration answers. */
let own: string;
let plainOwn: string;
let proxies: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "posthorn-proxy-"));
  const data = path.join(folder, "data");
  await mkdir(data);
  // The users of nginx and of the database have to pass through where this is root.
  await Promise.all([chmod(folder, 0o711), chmod(data, 0o711)]);
  const kinds = Object.entries(KINDS);
  const [ownPort, plainPort, ...ports] = await Promise.all(
    Array.from({ length: kinds.length + 2 }, () => freePort(undefined)),
  );
  own = `http://localhost:${ownPort}`;
  plainOwn = `http://127.0.0.1:${plainPort}`;
  application = await startApplication(data, ended.signal, {
    APP_URL: own,
    TRUSTED_PROXIES: "1",
    UNSUBSCRIBE_SECRET,
  });
  database = connect(application.databaseUrl, 1);
  const target = `127.0.0.1:${new URL(application.url).port}`;
  const recommended = (await readFile(inProject("deploy/nginx.conf"), "utf8"))
    .replace("listen 443 ssl;", `listen 127.0.0.1:${ownPort};`)
    .replace("listen 80;", `listen 127.0.0.1:${plainPort};`)
    .replaceAll(/ssl_certificate.*;/g, "")
    .replaceAll("mail.example.com", "localhost")
    .replace("127.0.0.1:3000", target);
  proxies = { [RECOMMENDED]: own };
  const servers = kinds.map(([kind, lines], n) => {
    proxies[kind] = `http://127.0.0.1:${ports[n]}`;
    return `server { listen 127.0.0.1:${ports[n]}; location / { proxy_pass http://${target}; ${lines} } }`;
  });
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const temporary = places.map((name) => `${name}_temp_path ${folder}/${name};`).join(" ");
  const file = path.join(folder, "nginx.conf");
  await writeFile(
    file,
    `pid ${folder}/pid; error_log ${folder}/errors; daemon off; events {}
    http { access_log off; ${temporary} ${recommended} ${servers.join("\n")} }`,
  );
  nginx = spawn("nginx", ["-c", file, "-e", `${folder}/errors`], { stdio: "inherit" });
  await vi.waitUntil(() => answers(Object.values(proxies)), { timeout: 60_000, interval: 200 });
}, 400_000);

afterAll(async () => {
  nginx.kill();
  await database.$disconnect();
  await application.stop();
  await rm(folder, { recursive: true, force: true });
}, 120_000);

describe.each([RECOMMENDED, ...Object.keys(KINDS)])("%s", (kind) => {
  test("sign-in by a form without script leads to the overview, with cookies as APP_URL wants them", async () => {
    const [account] = application.accounts.filter(({ role }) => role === "user");
    const typed = { email: account?.email ?? "", password: account?.password ?? "" };
    const answer = await send(kind, "/login", typed, own);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/overview"]);
    const cookies = answer.headers.getSetCookie();
    expect(cookies.filter((cookie) => cookie.startsWith("authjs.session-token="))).toHaveLength(1);
    expect(cookies.join("\n")).not.toMatch(/https|Secure/);
  });

  test("the button of the page that a mail leads to unsubscribes its reader", async () => {
    const delivery = await database.delivery.findFirstOrThrow({
      where: { status: "accepted", address: { notIn: await suppressed() } },
    });
    const token = unsubscribeToken(delivery.id, UNSUBSCRIBE_SECRET);
    const answer = await send(kind, `/unsubscribe/${token}`, {}, own);
    expect(answer.status).toBe(200);
    expect(await suppressed()).toContain(delivery.address);
  });

  test("a form of another site's page is taken nowhere, and is told which address is right", async () => {
    for (const page of ["/login", "/unsubscribe/none"]) {
      for (const origin of ["http://evil.example", "null"]) {
        const answer = await send(kind, page, {}, origin);
        expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining(own)]);
        expect(answer.headers.getSetCookie().join()).not.toContain("session-token");
      }
    }
  });
});

test("what comes without TLS is led to the same address with it", async () => {
  const answer = await fetch(`${plainOwn}/login?next=%2Fmailings`, {
    headers: { host: "localhost" },
    redirect: "manual",
  });
  expect(answer.status).toBe(301);
  expect(answer.headers.get("location")).toMatch(/^https:\/\/[\w.]+\/login\?next=%2Fmailings$/);
});

/** Sends the form of a page as a browser without script would, which has opened it at `origin`. */
async function send(kind: string, page: string, typed: Record<string, string>, origin: string) {
  const html = await (await fetch(own + page)).text();
  const form = new FormData();
  const main = /<main[^]*?<\/form>/.exec(html)?.[0] ?? "";
  for (const [input] of main.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const value = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? "";
    form.append(value("name"), value("value").replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
  }
  for (const [name, text] of Object.entries(typed)) form.append(name, text);
  return fetch(`${proxies[kind]}${page}`, {
    method: "POST",
    body: form,
    redirect: "manual",
    headers: { origin },
  });
}

async function suppressed(): Promise<string[]> {
  const all = await database.suppression.findMany({ select: { email: true } });
  return all.map(({ email }) => email);
}

async function answers(addresses: readonly string[]): Promise<boolean> {
  const all = addresses.map((address) =>
    fetch(`${address}/api/health`).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(all)).every(Boolean);
}
