import { afterAll, beforeAll, expect, it } from "vitest";
import { database, disconnect, engineDatabase, type Database } from "@/lib/db";
import { forgetEnv } from "@/lib/env";
import { environmentOf } from "@/tests/support/application";
import { World } from "@/tests/support/world";

const NAME = "pool-sizes";
let world: World;

beforeAll(async () => {
  world = await World.create();
  const url = new URL(world.url);
  url.searchParams.set("application_name", NAME);
  Object.assign(process.env, environmentOf(world), {
    DATABASE_URL: url.href,
    DATABASE_POOL_SIZE: "3",
    ENGINE_POOL_SIZE: "2",
  });
  Object.assign(globalThis, { posthornDatabase: undefined, posthornEngineDatabase: undefined });
  forgetEnv();
});
afterAll(async () => {
  await disconnect();
  await world.close();
});

it("pages and the engine open no more connections than the configuration allows each of them", async () => {
  const opened = async (db: Database) => {
    await Promise.all(Array.from({ length: 12 }, () => db.$queryRaw`SELECT 1 FROM pg_sleep(0.05)`));
    return world.db
      .$queryRaw`SELECT count(*)::int AS open FROM pg_stat_activity WHERE application_name = ${NAME}`;
  };
  expect(await opened(database())).toEqual([{ open: 3 }]);
  await disconnect();
  expect(await opened(engineDatabase())).toEqual([{ open: 2 }]);
});
