import cluster, { type Worker } from "node:cluster";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { PATIENCE } from "@/lib/sibling-messages";
import { hasSiblings, runsEngine, tellSiblings } from "@/lib/siblings";
import { Workers } from "@/scripts/application/workers";
import { inProject } from "@/scripts/project";
import { PRODUCTION } from "@/tests/support/configurations";

const WAIT = { timeout: 30_000, interval: 10 };
/** So often is tried what a machine that stands still may spoil. */
const TRIES = 5;
const reportMessage = z.object({ report: z.record(z.string(), z.unknown()) });

interface Report {
  readonly by: number;
  readonly about: Record<string, unknown>;
}

const reports: Report[] = [];
const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
const workers = new Workers({
  count: 3,
  program: inProject("tests", "support", "sibling.ts"),
  args: [],
  execArgv: ["--import", import.meta.resolve("tsx")],
});

beforeAll(async () => {
  cluster.on("message", (worker, message: unknown) => {
    const parsed = reportMessage.safeParse(message);
    if (parsed.success) reports.push({ by: worker.id, about: parsed.data.report });
  });
  for (const [name, value] of Object.entries(PRODUCTION)) vi.stubEnv(name, value);
  workers.start();
  await waitFor("ready", 3);
});
afterAll(async () => {
  for (const worker of alive()) worker.process.kill("SIGKILL");
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function alive(): Worker[] {
  return Object.values(cluster.workers ?? {})
    .filter((worker) => worker !== undefined)
    .filter((worker) => !worker.isDead());
}

/** Those that reported it, in the order of their reports. */
function reportersOf(key: string, value: unknown = true): number[] {
  return reports.filter(({ about }) => about[key] === value).map(({ by }) => by);
}

async function waitFor(key: string, count: number, value: unknown = true): Promise<number[]> {
  await vi.waitFor(() => expect(reportersOf(key, value)).toHaveLength(count), WAIT);
  return reportersOf(key, value);
}

function allowancesOf(key: string): unknown[] {
  return reports.filter(({ about }) => about.used === key).map(({ about }) => about.allowed);
}

function complaints(): unknown[] {
  return told("complaint");
}

/** Where a proof that presumes answers within PATIENCE fails and took longer, it is tried again, as the nth. */
async function promptly(prove: (nth: number) => Promise<void>): Promise<void> {
  for (let nth = 1; ; nth += 1) {
    const begun = performance.now();
    try {
      await prove(nth);
      return;
    } catch (error) {
      if (nth === TRIES || performance.now() - begun < PATIENCE) throw error;
    }
  }
}

let deaths = 0;

/** What is said of the next death: all here die soon after their start, and each is waited for twice as long. */
function another(what: string): string {
  deaths += 1;
  return `A process of the application ${what}; another starts in ${2 ** (deaths - 2)} s.`;
}

function told(key: string): unknown[] {
  return reports.flatMap(({ about }) => about[key] ?? []);
}

/** The one that runs the engine, and two others. */
function three(): { engine: Worker; one: Worker; other: Worker } {
  const engine = alive().find(({ id }) => id === reportersOf("engine").at(-1));
  const [one, other] = alive().filter((worker) => worker !== engine);
  if (engine === undefined || one === undefined || other === undefined) throw new Error("not three");
  return { engine, one, other };
}

test("a process without siblings runs the engine, and tells nobody at once", async () => {
  expect({ hasSiblings: hasSiblings(), runsEngine: runsEngine() }).toEqual({
    hasSiblings: false,
    runsEngine: true,
  });
  await tellSiblings("note", "nobody hears");
});

test("of several processes one runs the engine", () => {
  expect(reportersOf("engine")).toHaveLength(1);
});

test("what one tells, all others have taken when it is told; nobody else gets it", async () => {
  const { one, other, engine } = three();
  await promptly(async (nth) => {
    const [body, before] = [`published ${nth}`, complaints().length];
    one.send({ order: "tell", body });
    await waitFor("told", 1, body);
    expect(new Set(reportersOf("noted", body))).toEqual(new Set([other.id, engine.id]));
    expect(complaints().slice(before)).toEqual([]);
  });
});

test("whoever asks the engine, itself too, is answered by the one that runs it, or told that it failed", async () => {
  const { one, other, engine } = three();
  for (const worker of [one, other, engine]) worker.send({ order: "ask", topic: "who" });
  await vi.waitFor(() => expect(told("answer")).toHaveLength(3), WAIT);
  expect(new Set(told("answer").map((answer) => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify({ pid: engine.process.pid })]),
  );
  one.send({ order: "ask", topic: "refuse" });
  await waitFor("fault", 1, "no");
});

test("a limit holds for all of them together, and what one forgets is forgotten by all", async () => {
  const users = [...alive(), ...alive(), ...alive(), ...alive()];
  const { one, other } = three();
  await promptly(async (nth) => {
    const key = `somebody ${nth}`;
    for (const worker of users) worker.send({ order: "use", key });
    await waitFor("used", 12, key);
    expect(allowancesOf(key).filter((allowed) => allowed)).toHaveLength(10);
    one.send({ order: "forget", key });
    await waitFor("forgot", 1, key);
    other.send({ order: "use", key });
    await waitFor("used", 13, key);
    expect(allowancesOf(key).at(-1)).toBe(true);
  });
});

test("one that does not answer holds nobody up for longer than a second, and that is said in a line", async () => {
  const { one, other } = three();
  const before = complaints().length;
  other.send({ order: "dawdle" });
  await waitFor("dawdles", 1);
  one.send({ order: "tell", body: "late" });
  await waitFor("told", 1, "late");
  expect(reportersOf("noted", "late")).toContain(other.id);
  expect(complaints().slice(before)).toEqual([
    'another process of this application did not take "note" within a second',
  ]);
});

test("one that dies while it is told something is not waited for, and another starts in its place", async () => {
  const { one, engine } = three();
  let killed = 0;
  await promptly(async (nth) => {
    await waitFor("ready", 3 + killed);
    const { other } = three();
    other.send({ order: "dawdle" });
    await waitFor("dawdles", 1 + nth);
    const [body, before] = [`dying ${nth}`, complaints().length];
    one.send({ order: "tell", body });
    await waitFor("noted", 2, body);
    other.process.kill("SIGKILL");
    killed += 1;
    await waitFor("told", 1, body);
    expect(complaints().slice(before)).toEqual([]);
  });
  await waitFor("ready", 3 + killed);
  expect(said.mock.calls.flat()).toEqual(Array.from({ length: killed }, () => another("ended (SIGKILL)")));
  expect(alive().map(({ id }) => id)).toEqual(expect.arrayContaining([one.id, engine.id]));
});

test("one that the system does not let begin is tried again, ever later; the others serve on", async () => {
  const { one, other, engine } = three();
  const before = reportersOf("ready").length;
  said.mockClear();
  vi.spyOn(cluster, "fork").mockImplementationOnce(() => {
    // As Node throws it, from within fork().
    throw new Error("spawn ENOMEM");
  });
  const node = process.execPath;
  process.execPath = "/none/node";
  try {
    other.process.kill("SIGKILL");
    await vi.waitFor(() => expect(said).toHaveBeenCalledTimes(3), WAIT);
  } finally {
    process.execPath = node;
  }
  await waitFor("ready", before + 1);
  expect(said.mock.calls.flat()).toEqual([
    another("ended (SIGKILL)"),
    another("could not begin (spawn ENOMEM)"),
    another("could not begin (spawn /none/node ENOENT)"),
  ]);
  expect(alive().map(({ id }) => id)).toEqual(expect.arrayContaining([one.id, engine.id]));
});

test("when the one that runs the engine dies, who waits for its answer is told, and one that lives runs it", async () => {
  const { engine, one, other } = three();
  const before = reportersOf("ready").length;
  one.send({ order: "ask", topic: "hang" });
  await waitFor("hangs", 1);
  engine.process.kill("SIGKILL");
  const [, heir] = await waitFor("engine", 2);
  expect([one.id, other.id]).toContain(heir);
  await waitFor("fault", 1, "the process that runs the engine ended");
  await waitFor("ready", before + 1);
});

test("told to end, the engine finishes what is under way, and nothing is left", async () => {
  const { engine } = three();
  await workers.end("SIGTERM");
  expect(await workers.over).toBe(0);
  expect(reportersOf("finished")).toEqual([engine.id]);
  expect(alive()).toEqual([]);
});
