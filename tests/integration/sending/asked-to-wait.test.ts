import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forgetEnv } from "@/lib/env";
import { minutesSinceTick } from "@/lib/health/looks";
import { mailingDetail } from "@/lib/mailings/queries";
import { runCommandOn } from "@/tests/support/run-command";
import { World, type User } from "@/tests/support/world";

const WAIT_SECONDS = 1_800;
let world: World;
let owner: User;

beforeAll(async () => {
  world = await World.create();
  // The cache belongs to Next's server; here every read goes to the database.
  process.env.CACHE_ENABLED = "off";
  forgetEnv();
  owner = await world.user();
});
afterAll(() => world.close());
beforeEach(() => world.forget());

describe("a provider that asks to wait for half an hour", () => {
  it("is quoted with the time by mailings:send, doctor and the mailing's page", async () => {
    const mailing = await world.mailing({ owner, recipients: 3 });
    world.provider.when(() => ({ kind: "rate_limited", retryAfter: WAIT_SECONDS }));
    const sent = await runCommandOn(world, "mailings:send");
    const detail = await mailingDetail(owner, mailing.id);
    expect(detail?.asked).toMatchObject({ emails: 3, answer: expect.stringContaining("HTTP 429") });
    const until = detail?.asked?.until.toISOString() ?? "";
    expect(Date.parse(until) - Date.now()).toBeGreaterThan((WAIT_SECONDS - 120) * 1_000);
    expect(sent.stdout).toContain(`${until} at the earliest, for the provider asked to wait until then.`);
    expect(sent.stdout).toMatch(/1 batches wait for another try \(the last answer: HTTP 429/);
    expect(sent.code).toBe(1);
    const doctor = await runCommandOn(world, "doctor");
    expect(doctor.stdout).toMatch(new RegExp(`^note  sending: 1 batches wait .*${until}`, "m"));
    // A wait that is over before somebody has read of it is no news.
    await world.turn((WAIT_SECONDS - 20) * 1_000);
    expect((await mailingDetail(owner, mailing.id))?.asked).toBeNull();
  });
});

it("mailings:send --now after an interruption says so, and starts nothing again that had gone out", async () => {
  const through = await world.mailing({
    owner,
    recipients: 2,
    startLocal: "2090-01-01T09:00:00",
    period: "daily",
  });
  const waits = await world.mailing({ owner, recipients: 2, message: { subject: "Waits" } });
  world.provider.when(({ body }) =>
    JSON.stringify(body).includes("Waits") ? { kind: "rate_limited", retryAfter: WAIT_SECONDS } : null,
  );
  const interrupted = await runCommandOn(world, "mailings:send", ["--now"]);
  expect(interrupted.stdout).toContain("batches wait");
  // The command was held off with the batch that it asked about first.
  await world.tick();
  const fresh = await world.mailing({ owner, recipients: 2 });

  const again = await runCommandOn(world, "mailings:send", ["--now"]);
  expect(again.stdout).toMatch(
    /^1 mailings that a command started since \S+Z have not all gone out yet; .*without --now/,
  );
  expect(again.stdout).toContain("left alone: it went out in the run that was interrupted");
  expect(again.stdout).toContain("left alone: an attempt of it is open, and goes on now");
  expect(await world.attempts(through.id)).toHaveLength(1);
  expect(await world.attempts(waits.id)).toHaveLength(1);
  expect(await world.deliveriesByStatus(fresh.id)).toEqual({ accepted: 2 });
});

describe("npm run doctor", () => {
  it("takes the first tick of all, while it runs, for a tick", async () => {
    await world.mailing({ owner, recipients: 1 });
    expect(await minutesSinceTick()).toBeNull();
    const seen: (number | null)[] = [];
    const reached = async () => {
      seen.push(await minutesSinceTick());
    };
    await world.tick(world.engine({ reached }));
    expect(seen[0]).toBeLessThan(1);
  });

  it("names where an address of the provider leads, and does not call sending open beside it", async () => {
    const away = createServer((_, answer) => answer.writeHead(301, { location: "https://mail.test/" }).end());
    await new Promise<void>((resolve) => away.listen(0, "127.0.0.1", resolve));
    // A server that listens at a port has an address of this kind.
    const { port } = away.address() as AddressInfo;
    const { stdout } = await runCommandOn(world, "doctor", [], {
      RESEND_BASE_URL: `http://127.0.0.1:${port}`,
    });
    await new Promise((resolve) => away.close(resolve));
    expect(stdout).toMatch(/^FAULT provider: \S+ leads to https:\/\/mail\.test\/ \(301\)/m);
    expect(stdout).toMatch(
      /^note {2}sending: not halted, but nothing goes out before this is mended: .*provider/m,
    );
  });
});
