import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { connect } from "@/lib/db";
import { answering } from "@/scripts/bench/answering";
import { benchBehindNginx } from "@/scripts/bench/behind-nginx";
import { benchCached } from "@/scripts/bench/cached-pages";
import { startChild, type Child } from "@/scripts/bench/child";
import { memoryOf } from "@/scripts/bench/memory";
import { prepareOwner } from "@/scripts/bench/signed-in-owner";
import { benchSignedIn } from "@/scripts/bench/signed-in-pages";
import { readArguments, runCommand, UsageError } from "@/scripts/command-line";
import { freePort } from "@/scripts/embedded/free-port";
import { startServices } from "@/scripts/embedded/services";

/** Nothing of its work may be measured. */
const SCHEDULER = "off";

interface Options {
  readonly seconds: number;
  readonly rounds: number;
}

/**
 * npm run bench:pages [-- --seconds N] [--rounds N] [--json FILE]: what pages cost, of the whole `npm start`: cached ones
 * against a bare Node server with the same bytes, those of somebody who has signed in against an empty one.
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
  // Where this is root, the database and nginx have users of their own.
  await chmod(folder, 0o711);
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
  const port = await freePort(undefined);
  const url = `http://127.0.0.1:${port}`;
  const data = path.join(folder, "data");
  const application = startChild("start", {
    PORT: String(port),
    APP_URL: url,
    TRUSTED_PROXIES: "0",
    POSTHORN_DATA: data,
    SCHEDULER,
  });
  try {
    await Promise.race([answering(`${url}/api/health`), endedEarly(application)]);
    const cached = await benchCached(url, folder, options);
    const behindNginx = await benchBehindNginx(url, folder, options);
    const account = await ownerIn(data);
    const signedIn = await benchSignedIn({ url, pid: application.pid, account }, options);
    return {
      cached,
      "home, behind nginx": behindNginx,
      signedIn,
      megabytes: await memoryOf(application.pid),
    };
  } finally {
    application.kill();
    await application.ended;
  }
}

/** Somebody with fifty mailings, in the database of the application that runs over this folder. */
async function ownerIn(data: string) {
  const services = await startServices({ ...process.env, POSTHORN_DATA: data });
  const db = connect(services.env.DATABASE_URL ?? "", 1);
  try {
    return await prepareOwner(db);
  } finally {
    await db.$disconnect();
    await services.stop();
  }
}

async function endedEarly(application: Child): Promise<never> {
  const { code, stdout, stderr } = await application.ended;
  throw new Error(`npm start ended with ${code}: ${stdout}${stderr}`);
}
