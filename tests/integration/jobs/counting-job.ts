import { z } from "zod";
import type { Prisma } from "@prisma/client";
import { jobKind, type JobKind } from "@/lib/jobs/kind";
import { openJob } from "@/lib/jobs/commands";
import type { JobHost } from "@/lib/jobs/run";
import type { User, World } from "@/tests/support/world";

/**
 * A kind that writes one row a step, to a table in which a step that was done twice or not at all shows.
 */
export const counting: JobKind = jobKind({
  name: "counting",
  input: z.object({ to: z.int(), name: z.string() }),
  state: z.object({ next: z.int().default(1) }),
  tags: () => ({ moving: ["moving"], ended: ["ended"] }),
  work: ({ name }) => ({ text: "bulk_add", name }),
  async run({ id, input: { to } }, { commit, signal }) {
    let finished = false;
    while (!finished && !signal.aborted) {
      ({ finished } = await commit(async (tx, { state: { next }, done, counts }) => {
        await tx.$executeRaw`INSERT INTO counted (job_id, number) VALUES (${id}::uuid, ${next})`;
        await tx.$executeRaw`INSERT INTO counted (job_id, number) VALUES (${id}::uuid, ${-next})`;
        return {
          state: { next: next + 1 },
          done: done + 1,
          counts: { rows: (counts["rows"] ?? 0) + 2 },
          finished: next === to,
        };
      }));
    }
  },
});

export async function prepareCounting(world: World): Promise<void> {
  await world.db.$executeRaw`CREATE TABLE counted (job_id uuid, number int)`;
}

export async function openCounting(world: World, owner: User, to: number): Promise<string> {
  const { id } = await openJob(world.db, "counting", {
    ownerId: owner.id,
    input: { to, name: "" },
    total: to,
  });
  return id;
}

/** What the steps wrote, in the order of their numbers: 1 to so many, where each was done once. */
export async function counted(world: World, jobId: string): Promise<number[]> {
  const rows = await world.db.$queryRaw<{ number: number }[]>`
    SELECT number FROM counted WHERE job_id = ${jobId}::uuid AND number > 0 ORDER BY number`;
  const both = await world.db.$queryRaw<{ sum: number }[]>`
    SELECT coalesce(sum(number), 0)::int AS sum FROM counted WHERE job_id = ${jobId}::uuid`;
  if (both[0]?.sum !== 0) throw new Error("half of a step was written");
  return rows.map(({ number }) => number);
}

export function upTo(number: number): number[] {
  return Array.from({ length: number }, (_, n) => n + 1);
}

export function hostOn(world: World, parts: Partial<JobHost> = {}): JobHost {
  return {
    db: world.db,
    kinds: [counting],
    changed: () => Promise.resolve(),
    report: (message, error) => {
      throw new Error(message, { cause: error });
    },
    ...parts,
  };
}

/** The same database to a runner whose process dies at its statements of these numbers, counted over all its transactions. */
export function dyingAt(world: World, isLast: (statement: number) => boolean): JobHost["db"] {
  let statement = 0;
  const dying = (tx: Prisma.TransactionClient): Prisma.TransactionClient =>
    new Proxy(tx, {
      get(target, name, receiver) {
        const value: unknown = Reflect.get(target, name, receiver);
        if (name !== "$queryRaw" && name !== "$executeRaw") return value;
        return (...args: unknown[]) => {
          statement += 1;
          if (isLast(statement)) throw new Error("the process died");
          return Reflect.apply(value as (...args: unknown[]) => unknown, target, args);
        };
      },
    });
  return new Proxy(world.db, {
    get(target, name, receiver) {
      if (name !== "$transaction") return Reflect.get(target, name, receiver) as unknown;
      return (run: (tx: Prisma.TransactionClient) => Promise<unknown>, options: object) =>
        target.$transaction((tx) => run(dying(tx)), options);
    },
  });
}
