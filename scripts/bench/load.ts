import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { inProject } from "@/scripts/project";

const CONNECTIONS = 4;

/** What autocannon prints with --json, as far as it is asked here. */
const resultSchema = z.object({
  requests: z.object({ average: z.number(), total: z.number() }),
  latency: z.object({ p99: z.number() }),
  throughput: z.object({ total: z.number() }),
  "2xx": z.number(),
  non2xx: z.number(),
  errors: z.number(),
  timeouts: z.number(),
});

export interface Load {
  readonly perSecond: number;
  /** 99th percentile, milliseconds. */
  readonly p99: number;
  /** All that were answered. */
  readonly requests: number;
}

interface Asking {
  readonly seconds: number;
  /** Of one answer with its headers. */
  readonly answerBytes: number;
}

/**
 * Asks for a page for so many seconds, from a process of its own.
 *
 * @throws Error where one answer is not 200, or they are not of that size on average
 */
export async function loadPage(
  url: string,
  headers: Readonly<Record<string, string>>,
  { seconds, answerBytes }: Asking,
): Promise<Load> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      inProject("node_modules", "autocannon", "autocannon.js"),
      ...["--json", "--connections", String(CONNECTIONS), "--duration", String(seconds)],
      ...Object.entries(headers).flatMap(([name, value]) => ["--headers", `${name}=${value}`]),
      url,
    ],
    { maxBuffer: 10_000_000 },
  );
  const result = resultSchema.parse(JSON.parse(stdout));
  if (result.non2xx + result.errors + result.timeouts > 0)
    throw new Error(`${url}: ${result.non2xx} answers were not 200, ${result.errors} failed`);
  const mean = result.throughput.total / result.requests.total;
  if (Math.abs(mean / answerBytes - 1) > 0.05)
    throw new Error(`${url}: answers have ${Math.round(mean)} bytes, the page has ${answerBytes}`);
  return { perSecond: result.requests.average, p99: result.latency.p99, requests: result.requests.total };
}
