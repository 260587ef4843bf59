import { execFile } from "node:child_process";
import { chmod, mkdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { answerOf } from "@/scripts/bench/answer";
import { answering } from "@/scripts/bench/answering";
import { median, rounded } from "@/scripts/bench/figures";
import { loadPage, type Load } from "@/scripts/bench/load";
import { freePort } from "@/scripts/embedded/free-port";
import { startNginx } from "@/scripts/testing/nginx";

const WARM_UP_SECONDS = 2;

/**
 * Home through nginx with deploy/nginx.conf, as a browser asks for it. Null where no nginx is installed.
 *
 * @param url where the application answers
 * @param folder an existing one, for what nginx writes
 */
export async function benchBehindNginx(
  url: string,
  folder: string,
  { seconds, rounds }: { seconds: number; rounds: number },
) {
  if (!(await isInstalled())) return null;
  const own = path.join(folder, "nginx");
  await mkdir(own);
  // Where this is root, nginx has a user of its own.
  await chmod(own, 0o711);
  const [port, plainPort] = [await freePort(undefined), await freePort(undefined)];
  const nginx = await startNginx(own, { port, plainPort, replicas: [new URL(url).host] });
  try {
    // The first of nginx's servers answers whatever name is asked.
    const home = `http://127.0.0.1:${port}/`;
    await answering(home);
    const headers = { "accept-encoding": "gzip" };
    const { status, bytes, body } = await answerOf(home, headers);
    if (status !== 200) throw new Error(`home behind nginx answers ${status}`);
    const ask = (length: number) => loadPage(home, headers, { seconds: length, answerBytes: bytes });
    await ask(WARM_UP_SECONDS);
    const loads: Load[] = [];
    for (let nth = 0; nth < rounds; nth += 1) loads.push(await ask(seconds));
    return {
      bytes: body.length,
      perSecond: rounded(median(loads.map(({ perSecond }) => perSecond))),
      p99: rounded(median(loads.map(({ p99 }) => p99))),
    };
  } finally {
    await nginx.stop();
  }
}

async function isInstalled(): Promise<boolean> {
  try {
    await promisify(execFile)("nginx", ["-v"]);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
