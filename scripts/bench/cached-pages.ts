import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { answering } from "@/scripts/bench/answering";
import { ENCODINGS, cachedPage, type CachedPage, type Encoding } from "@/scripts/bench/cached-page";
import { median, rounded } from "@/scripts/bench/figures";
import { loadPage, type Load } from "@/scripts/bench/load";
import { freePort } from "@/scripts/embedded/free-port";
import { inProject } from "@/scripts/project";

const WARM_UP_SECONDS = 2;

interface Options {
  readonly seconds: number;
  readonly rounds: number;
}

/**
 * Home and an article, which are cached for everybody, in turns with a bare Node server that has the same bytes.
 *
 * @param url where the application answers
 * @param folder for what the bare server reads
 */
export async function benchCached(url: string, folder: string, options: Options) {
  const pages = { home: "/", article: await someArticle(url) };
  const cached: Record<string, CachedPage> = {};
  for (const page of Object.values(pages)) {
    for (const encoding of ENCODINGS) cached[`${page} ${encoding}`] = await cachedPage(url + page, encoding);
  }
  const barePort = await freePort(undefined);
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
    return measured;
  } finally {
    bare.kill();
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

function middle(loads: readonly Load[]): Omit<Load, "requests"> {
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
