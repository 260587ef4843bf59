import { spawn, type ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "@/scripts/embedded/free-port";
import { startApplication, type RunningApplication } from "@/scripts/testing/application";
import { inProject } from "@/tests/support/source-files";

// `npm test -- --only proxy`, where nginx is installed: the application behind it as Debian's has it.

const ended = new AbortController();
let folder: string;
let nginx: ChildProcess;
let application: RunningApplication;
let own: string;
let proxies: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "posthorn-proxy-"));
  const ports = await Promise.all(Array.from({ length: 4 }, () => freePort(undefined)));
  own = `http://localhost:${ports[0]}`;
  const data = path.join(folder, "data");
  await mkdir(data);
  application = await startApplication(data, ended.signal, { APP_URL: own, TRUSTED_PROXIES: "1" });
  const recommended = await readFile(inProject("deploy/nginx.conf"), "utf8");
  const headers = recommended
    .split("\n")
    .filter((line) => /^\s*(?:client_max|proxy_set|proxy_http)/.test(line));
  const kinds: Record<string, string[]> = {
    "as deploy/nginx.conf has it": headers.filter((line) => !line.includes("client_max")),
    "with nginx's own headers": [],
    "with two names and another scheme": [
      `proxy_set_header X-Forwarded-Host "a.example, b.example";`,
      "proxy_set_header X-Forwarded-Proto https;",
    ],
    "with a name without its port": ["proxy_set_header X-Forwarded-Host localhost;"],
  };
  proxies = {};
  const servers = Object.entries(kinds).map(([kind, lines], n) => {
    proxies[kind] = `http://127.0.0.1:${ports[n]}`;
    const target = application.url.replace("localhost", "127.0.0.1");
    return `server { listen 127.0.0.1:${ports[n]}; location / { proxy_pass ${target};\n${lines.join("\n")}\n} }`;
  });
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const temporary = places.map((name) => `${name}_temp_path ${folder}/${name};`).join(" ");
  const file = path.join(folder, "nginx.conf");
  await writeFile(
    file,
    `pid ${folder}/pid; error_log ${folder}/errors; daemon off; events {}
    http { access_log off; ${temporary} ${servers.join("\n")} }`,
  );
  nginx = spawn("nginx", ["-c", file, "-e", `${folder}/errors`], { stdio: "inherit" });
  await expect.poll(() => answers(proxies), { timeout: 30_000 }).toBe(true);
}, 400_000);

afterAll(async () => {
  nginx.kill();
  await application.stop();
  await rm(folder, { recursive: true, force: true });
}, 120_000);

test.each([
  "as deploy/nginx.conf has it",
  "with nginx's own headers",
  "with two names and another scheme",
  "with a name without its port",
])(
  "%s, sign-in by a form without script works or says which address is right, and never breaks",
  async (kind) => {
    const proxy = proxies[kind] ?? "";
    const answer = await signIn(proxy, own);
    const said = answer.status === 421 ? await answer.text() : "";
    if (kind === "as deploy/nginx.conf has it") expect(answer.status).toBe(303);
    if (answer.status === 421) expect(said).toContain(own);
    else {
      expect([answer.status, answer.headers.get("location")]).toEqual([303, "/overview"]);
      const cookies = answer.headers.getSetCookie();
      expect(cookies.filter((cookie) => cookie.startsWith("authjs.session-token="))).toHaveLength(1);
      expect(cookies.join("\n")).not.toMatch(/https|Secure/);
    }
    // A form of another site is taken nowhere.
    const foreign = await signIn(proxy, "http://evil.example");
    expect(foreign.status).toBeGreaterThanOrEqual(400);
    expect(foreign.headers.getSetCookie().join()).not.toContain("session-token");
  },
);

/** Sends the form of the page of sign-in as a browser without script would, which has opened it at `origin`. */
async function signIn(proxy: string, origin: string): Promise<Response> {
  // The page as the application itself gives it: some proxies are answered 421.
  const page = await (
    await fetch(`${proxies["as deploy/nginx.conf has it"]}/login`, { headers: hostOf(own) })
  ).text();
  const form = new FormData();
  for (const [input] of (/<main[^]*?<\/form>/.exec(page)?.[0] ?? "").matchAll(
    /<input[^>]*type="hidden"[^>]*>/g,
  )) {
    const value = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? "";
    form.append(value("name"), value("value").replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
  }
  const [account] = application.accounts.filter(({ role }) => role === "user");
  form.append("email", account?.email ?? "");
  form.append("password", account?.password ?? "");
  return fetch(`${proxy}/login`, { method: "POST", body: form, redirect: "manual", headers: { origin } });
}

function hostOf(address: string): Record<string, string> {
  return { "X-Forwarded-Host": new URL(address).host };
}

async function answers(addresses: Record<string, string>): Promise<boolean> {
  const all = Object.values(addresses).map((address) =>
    fetch(`${address}/api/health`).then(
      () => true,
      () => false,
    ),
  );
  return (await Promise.all(all)).every(Boolean);
}
