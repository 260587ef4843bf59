import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { runMailbox, type RunningMailbox } from "@/scripts/embedded/mailbox";
import { flawless, prove } from "@/tests/support/chaos-proof";
import { runCommandOn } from "@/tests/support/run-command";
import { World } from "@/tests/support/world";

const RECIPIENTS = 10_000;
const KEY = "re_of_the_mailbox";

let world: World;
let folder: string;
let mailbox: RunningMailbox;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "posthorn-mailbox-"));
  [world, mailbox] = await Promise.all([World.create(), runMailbox(folder, KEY)]);
});
afterAll(async () => {
  await Promise.all([world.close(), mailbox.stop()]);
  await rm(folder, { recursive: true, force: true });
});

const inbox = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      to: z.array(z.string()),
      tags: z.array(z.object({ name: z.string(), value: z.string() })),
    }),
  ),
});

it(
  `mails ${RECIPIENTS} recipients once each by the record of a provider that others wrote`,
  { timeout: 180_000 },
  async () => {
    await world.mailing({ owner: await world.user(), recipients: RECIPIENTS });
    const { code, stdout, stderr } = await runCommandOn(world, "mailings:send", ["--json"], {
      RESEND_BASE_URL: mailbox.url,
      RESEND_API_KEY: KEY,
    });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(JSON.parse(stdout)).toMatchObject({ accepted: RECIPIENTS, waitingBatches: 0 });
    const answer = await fetch(`${mailbox.url}/emails`, { headers: { authorization: `Bearer ${KEY}` } });
    const { data } = inbox.parse(await answer.json());
    expect(await prove(world, data)).toEqual(flawless(1, RECIPIENTS));
    expect(world.provider.requests).toEqual([]);
  },
);
