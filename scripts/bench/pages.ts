import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { spawn } from "node:child_process";
import { z } from "zod";
import { startChild, type Child } from "@/scripts/bench/child";
import { median, rounded } from "@/scripts/bench/figures";
import { ENCODINGS, cachedPage, type Encoding, type CachedPage } from "@/scripts/bench/cached-page";
import { loadPage, type Load } from "@/scripts/bench/load";
import { memoryOf } from "@/scripts/bench/memory";
import { readArguments, runCommand, UsageError } from "@/scripts/command-line";
import { freePort } from "@/scripts/embedded/free-port";
import { inProject } from "@/scripts/project";

const READY_WITHIN_MS = 900_000;
const WARM_UP_SECONDS = 2;
/** Nothing of its work may be measured. */
const SCHEDULER = "off";

interface Options {
  readonly seconds: number;
  readonly rounds: number;
}

/**
 * npm run bench:pages [-- --seconds N] [--rounds N] [--json FILE]: requests a second for cached pages, from the whole
 * `npm start`, against a bare Node server with the same bytes.
 */
await runCommand(async () => {
  const { values } = readArguments({
    options: {
      seconds: { type: "string", default: "5" },
      rounds: { type: "string", default: "3" },
      json: { type: "string" },
    },
  });
  const options = { seconds: wholeNumber(values.seconds), rounds: wholeNumber(values.rounds) };
  const folder = await mkdtemp(path.join(tmpdir(), "posthorn-bench-pages-"));
  try {
    const machine = `${cpus().length} x ${cpus()[0]?.model}, Node ${process.version}`;
    const figures = JSON.stringify({ machine, ...(await benchPages(folder, options)) }, null, 2);
    console.log(figures);
    if (values.json !== undefined) await writeFile(values.json, figures);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** @throws UsageError */
function wholeNumber(text: string): number {
  const number = z.coerce.number().int().min(1).max(64).safeParse(text);
  if (!number.success) throw new UsageError(`${text} is no whole number from 1 to 64.`);
  return number.data;
}

async function benchPages(folder: string, options: Options) {
  const [port, barePort] = [await freePort(undefined), await freePort(undefined)];
  const url = `http://127.0.0.1:${port}`;
  const application = startChild("start", {
    PORT: String(port),
    POSTHORN_DATA: path.join(folder, "data"),
    SCHEDULER,
  });
  try {
    await Promise.race([answering(`${url}/api/health`), endedEarly(application)]);
    const pages = { home: "/", article: await someArticle(url) };
    const cached: Record<string, CachedPage> = {};
    for (const page of Object.values(pages)) {
      for (const encoding of ENCODINGS)
        cached[`${page} ${encoding}`] = await cachedPage(url + page, encoding);
    }
    const bare = await startBare(barePort, folder, cached);
    try {
      const measured: Record<string, unknown> = {};
      for (const [name, page] of Object.entries(pages)) {
        for (const encoding of ENCODINGS) {
          const one = cached[`${page} ${encoding}`];
          if (one === undefined) continue;
          const of = (origin: string) => ({ url: origin + page, encoding, answerBytes: one.bytes });
          measured[`${name}, ${encoding}`] = {
            bytes: one.body.length,
            ...(await compare(of(url), of(`http://127.0.0.1:${barePort}`), options)),
          };
        }
      }
      return { ...measured, megabytes: await memoryOf(application.pid) };
    } finally {
      bare.kill();
    }
  } finally {
    application.kill();
    await application.ended;
  }
}

interface Target {
  readonly url: string;
  readonly encoding: Encoding;
  readonly answerBytes: number;
}

/** In turns, so that both see the same machine. */
async function compare(application: Target, bare: Target, { seconds, rounds }: Options) {
  for (const target of [application, bare]) await load(target, WARM_UP_SECONDS);
  const loads = { application: [] as Load[], bare: [] as Load[] };
  for (let nth = 0; nth < rounds; nth += 1) {
    loads.application.push(await load(application, seconds));
    loads.bare.push(await load(bare, seconds));
  }
  const ours = middle(loads.application);
  const theirs = middle(loads.bare);
  return { ...ours, bare: theirs, ratio: rounded(ours.perSecond / theirs.perSecond) };
}

function load({ url, encoding, answerBytes }: Target, seconds: number): Promise<Load> {
  return loadPage(url, { "accept-encoding": encoding }, { seconds, answerBytes });
}

function middle(loads: readonly Load[]): Load {
  return {
    perSecond: rounded(median(loads.map(({ perSecond }) => perSecond))),
    p99: rounded(median(loads.map(({ p99 }) => p99))),
  };
}

async function startBare(port: number, folder: string, cached: Record<string, CachedPage>) {
  const file = path.join(folder, "answers.json");
  const answers = Object.entries(cached).map(([name, { headers, body }]) => [
    name,
    { headers, body: body.toString("base64") },
  ]);
  await writeFile(file, JSON.stringify(Object.fromEntries(answers)));
  const program = inProject("scripts", "bench", "bare-pages.ts");
  const child = spawn(
    process.execPath,
    ["--import", import.meta.resolve("tsx"), program, String(port), file],
    {
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  await answering(`http://127.0.0.1:${port}/`);
  return child;
}

/** The address of the newest article of the demo data. */
async function someArticle(url: string): Promise<string> {
  const blog = await (await fetch(`${url}/blog`)).text();
  const [, article] = /href="(\/blog\/(?!page\/)[a-z0-9-]+)"/.exec(blog) ?? [];
  if (article === undefined) throw new Error("the demo data has no article");
  return article;
}

async function answering(url: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      await (await fetch(url)).text();
      return;
    } catch (error) {
      if (!(error instanceof TypeError) || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function endedEarly(application: Child): Promise<never> {
  const { code, stdout, stderr } = await application.ended;
  throw new Error(`npm start ended with ${code}: ${stdout}${stderr}`);
}
