import { spawn } from "node:child_process";
import { mkdir, open, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { CommandError } from "@/scripts/command-line";
import { birthOf } from "@/scripts/embedded/alive";
import { readIfThere } from "@/scripts/embedded/files";
import { canListen, freePort } from "@/scripts/embedded/free-port";
import { inProject, PROJECT } from "@/scripts/project";

const READY_WITHIN_MS = 30_000;
const STOPPED_WITHIN_MS = 10_000;
const ANSWER_WITHIN_MS = 5_000;
const LOOK_AGAIN_MS = 50;
const PORTS_TO_TRY = 5;

const stateSchema = z.object({ pid: z.int().positive(), birth: z.string().optional(), url: z.url() });
type State = z.infer<typeof stateSchema>;

export interface RunningMailbox {
  /** Address that speaks Resend's API to whoever has the key; the inbox page is at /KEY/inbox below it. */
  readonly url: string;
  /** Whether this call started the mailbox rather than found it running. */
  readonly started: boolean;
  /** Ends the mailbox, whoever started it; the mail in it is gone with it. */
  stop(): Promise<void>;
}

/**
 * Starts the mailbox of `folder` or attaches to the running one. Call it under the folder's lock.
 * @param key opens the mailbox, whose mails hold every link to reset a password
 * @throws CommandError when it does not come up.
 */
export async function runMailbox(folder: string, key: string): Promise<RunningMailbox> {
  const home = path.join(folder, "mailbox");
  await mkdir(home, { recursive: true, mode: 0o700 });
  const found = await runningState(home);
  if (found && (await answers(found.url, key))) {
    return { url: found.url, started: false, stop: () => stop(home) };
  }
  const { url } = await start(home, key);
  return { url, started: true, stop: () => stop(home) };
}

async function start(home: string, key: string): Promise<State> {
  await stop(home);
  const last = await readState(home);
  let wanted = last ? Number(new URL(last.url).port) : undefined;
  for (let tries = 0; tries < PORTS_TO_TRY; tries += 1) {
    const port = await freePort(wanted);
    const state = await startAt(home, port, key);
    if (state) return state;
    // Somebody took it between the look and the start; anything else would only repeat itself.
    if ((await canListen(port, "127.0.0.1")) !== "taken") break;
    wanted = undefined;
  }
  throw new CommandError(`The embedded mailbox did not start; its log is ${path.join(home, "log")}.`);
}

/** What the mailbox tells about itself once it answers; undefined when it ends before that or never does. */
async function startAt(home: string, port: number, key: string): Promise<State | undefined> {
  const stateFile = stateFileOf(home);
  await rm(stateFile, { force: true });
  const log = await open(path.join(home, "log"), "w", 0o600);
  try {
    const program = inProject("scripts", "embedded", "mailbox-server.ts");
    const child = spawn(
      process.execPath,
      ["--import", import.meta.resolve("tsx"), program, String(port), stateFile],
      {
        cwd: PROJECT,
        env: { ...process.env, MAILBOX_KEY: key },
        detached: true,
        stdio: ["ignore", log.fd, log.fd],
        windowsHide: true,
      },
    );
    child.unref();
    const deadline = Date.now() + READY_WITHIN_MS;
    while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
      const state = await runningState(home);
      if (state && state.pid === child.pid) return state;
      await sleep(LOOK_AGAIN_MS);
    }
    child.kill("SIGKILL");
    return undefined;
  } finally {
    await log.close();
  }
}

async function stop(home: string): Promise<void> {
  const state = await runningState(home);
  if (!state) return;
  process.kill(state.pid, "SIGTERM");
  const deadline = Date.now() + STOPPED_WITHIN_MS;
  while (await runningState(home)) {
    if (Date.now() > deadline) process.kill(state.pid, "SIGKILL");
    await sleep(LOOK_AGAIN_MS);
  }
}

/** What the mailbox told about itself, as long as that very process lives. */
async function runningState(home: string): Promise<State | undefined> {
  const state = await readState(home);
  if (!state) return undefined;
  const birth = await birthOf(state.pid);
  return birth !== undefined && birth === state.birth ? state : undefined;
}

async function readState(home: string): Promise<State | undefined> {
  const text = await readIfThere(stateFileOf(home));
  return text === undefined ? undefined : stateSchema.parse(JSON.parse(text));
}

/** Whether it answers to its key; one that was started before this program had keys does not. */
async function answers(url: string, key: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/${key}/inbox`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    await answer.body?.cancel();
    return answer.ok;
  } catch (error) {
    console.warn(`The mailbox at ${url} does not answer and is started anew: ${String(error)}`);
    return false;
  }
}

function stateFileOf(home: string): string {
  return path.join(home, "running.json");
}
