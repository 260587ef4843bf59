import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { rememberErased } from "@/lib/erasing/erased-among";
import { JOB_LEASE } from "@/lib/jobs/claim";
import { cancelJob, resumeJob, undoJob } from "@/lib/jobs/commands";
import { maintainJobs } from "@/lib/jobs/maintain";
import { jobOf } from "@/lib/jobs/queries";
import { runJobs, type JobHost } from "@/lib/jobs/run";
import { closeReadings } from "@/lib/recipients/import-readings";
import { maintainUploads } from "@/lib/recipients/maintain-uploads";
import { suppressAddressOf } from "@/lib/sending/suppress";
import { confirmSuppressing, suppressingView, suppressUpload } from "@/lib/suppressions/file-commands";
import { suppressOptions } from "@/lib/suppressions/file-input";
import { pastedAddresses } from "@/lib/suppressions/schema";
import { dyingAt } from "@/tests/integration/jobs/counting-job";
import { importHost, sentInParts } from "@/tests/support/uploaded";
import { World, type User } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read, revalidateTag: vi.fn() }));

let world: World;
let owner: User;

beforeAll(async () => {
  world = await World.create();
});
beforeEach(async () => {
  closeReadings();
  await world.forget();
  owner = await world.user();
});
afterAll(() => world.close());

const EMAIL = { kind: "email" };
const run = (parts: Partial<JobHost> = {}) => runJobs(importHost(world, parts), { time: 60_000 });

/** Sends a file, or addresses that were pasted, and has them counted. */
async function counted(text: string, said: object = {}): Promise<string> {
  const uploadId = await sentInParts(owner, text);
  const plain = { encoding: "utf-8", delimiter: ",", columns: [EMAIL, { kind: "ignored" }], note: "" };
  const options = suppressOptions.parse({ ...plain, reason: "manual", ...said });
  const asked = await suppressUpload(owner, uploadId, options);
  if (!asked.ok) throw new Error(asked.code);
  await run();
  return asked.value.jobId;
}

async function confirmed(id: string): Promise<void> {
  expect(await confirmSuppressing(owner, id)).toMatchObject({ ok: true, changed: { job: true } });
  await run();
}

const found = async (id: string) => (await suppressingView(owner, id))?.found;
const suppressed = async () => {
  const rows = await world.db.suppression.findMany({
    where: { ownerId: owner.id, liftedAt: null },
    orderBy: { email: "asc" },
    select: { email: true, reason: true, note: true },
  });
  return rows.map(({ email, reason, note }) => `${email} ${reason} ${note}`.trim());
};

it("the addresses of a file are counted before anything is written, suppressed once somebody says so, and can be undone", async () => {
  const { addresses } = await world.mailing({ owner, recipients: 1 });
  await world.settleDown();
  const [client = ""] = addresses;
  await world.db.suppression.createMany({
    data: [
      { ownerId: owner.id, email: "bounced@mail.test", reason: "bounced", note: "before" },
      { ownerId: owner.id, email: "left@mail.test", reason: "unsubscribed" },
    ],
  });
  await world.db.$transaction((tx) => rememberErased(tx, owner.id, ["erased@mail.test"]));
  const rows = ["new@mail.test", "bounced@mail.test", "left@mail.test", client, "erased@mail.test"];
  const text = `Address,Name\n${[...rows, "NEW@mail.test", "nobody"].map((row) => `${row},x\n`).join("")}`;
  const before = await suppressed();
  const id = await counted(text, { reason: "unsubscribed", note: "from the old tool" });
  expect(await suppressed()).toEqual(before);
  expect(await jobOf(owner, id)).toMatchObject({
    ...{ status: "paused", asks: true, done: 7, total: 7 },
    controls: { resume: false, cancel: true },
  });
  const figures = { new: 2, stronger: 1, already: 1, invalid: 1, duplicate: 1, erased: 1 };
  expect(await found(id)).toEqual(figures);
  expect(await suppressingView(owner, id)).toMatchObject({ told: [{ line: 8, value: "nobody" }] });
  expect(await resumeJob(owner, id)).toMatchObject({ code: "job_not_held" });

  await confirmed(id);
  expect(await jobOf(owner, id)).toMatchObject({ status: "succeeded", done: 7, counts: { changed: 2 } });
  expect(await found(id)).toEqual(figures);
  expect(await suppressed()).toEqual(
    [
      "bounced@mail.test unsubscribed from the old tool",
      "left@mail.test unsubscribed",
      "new@mail.test unsubscribed from the old tool",
      `${client} unsubscribed from the old tool`,
    ].toSorted(),
  );
  expect(await world.db.upload.count({ where: { ownerId: owner.id } })).toBe(0);

  // They say it themselves, which no undo takes back.
  const delivery = await world.db.delivery.findFirstOrThrow({ where: { address: client } });
  await suppressAddressOf(world.db, delivery.id, "unsubscribed");
  expect(await undoJob(owner, id)).toMatchObject({ ok: true });
  await run();
  expect((await suppressed()).map((row) => row.split(" ")[0])).toEqual(
    ["bounced@mail.test", "left@mail.test", client].toSorted(),
  );
});

it("pasted addresses are taken as people write them", async () => {
  const typed = `Vera Holm <vera@mail.test>, olga@mail.test; ivan@mail.test\n\t"Petrov, Ivan" <petrov@mail.test>\nnobody\nnot an address`;
  const id = await counted(pastedAddresses(typed).join("\n"), { columns: null, delimiter: "\t" });
  expect(await found(id)).toMatchObject({ new: 4, invalid: 3 });
  await confirmed(id);
  expect(await suppressed()).toEqual(
    ["ivan", "olga", "petrov", "vera"].map((name) => `${name}@mail.test manual`),
  );
});

it("what nobody confirms is never written: discarded, or after a day by itself, with its file", async () => {
  const discarded = await counted("one@mail.test,\n");
  expect(await cancelJob(owner, discarded)).toMatchObject({ ok: true });
  const forgotten = await counted("two@mail.test,\n");
  await world.turn(25 * 3_600_000);
  await maintainJobs(vi.fn());
  await maintainUploads(vi.fn());
  await run();
  expect(await jobOf(owner, forgotten)).toMatchObject({ status: "cancelled", asks: false });
  expect(await world.db.upload.count({ where: { ownerId: owner.id } })).toBe(0);
  expect(await confirmSuppressing(owner, forgotten)).toMatchObject({ code: "job_not_held" });
  expect(await suppressed()).toEqual([]);
  const nothing = await counted("email,name\nnobody,\n");
  expect(await jobOf(owner, nothing)).toMatchObject({ status: "succeeded", counts: { invalid: 1 } });
});

it("suppressing a file ends in the same state wherever its process dies", { timeout: 60_000 }, async () => {
  const text = Array.from({ length: 3_500 }, (_, row) => `r${row % 3_000}@mail.test,\n`).join("");
  const uploadId = await sentInParts(owner, text);
  const options = suppressOptions.parse({
    ...{ encoding: "utf-8", delimiter: ",", columns: [EMAIL, { kind: "ignored" }] },
    ...{ reason: "manual", note: "" },
  });
  const asked = await suppressUpload(owner, uploadId, options);
  if (!asked.ok) throw new Error(asked.code);
  const id = asked.value.jobId;
  let deaths = 0;
  for (let last = 1; (await jobOf(owner, id))?.status !== "succeeded"; last += 4) {
    closeReadings();
    await run({ db: dyingAt(world, (statement) => statement === last), report: () => (deaths += 1) });
    await world.db.job.updateMany({ where: { id, status: "running" }, data: { faults: 0 } });
    await world.turn(JOB_LEASE + 60_000);
    await confirmSuppressing(owner, id);
  }
  expect(deaths).toBeGreaterThan(3);
  expect(await jobOf(owner, id)).toMatchObject({ done: 3_500, total: 3_500, counts: { changed: 3_000 } });
  expect(await found(id)).toMatchObject({ new: 3_000, duplicate: 500, already: 0 });
  expect(await world.db.suppression.count({ where: { ownerId: owner.id, liftedAt: null } })).toBe(3_000);
});
