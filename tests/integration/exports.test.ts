import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { GET as attemptsFile } from "@/app/api/attempts/export/route";
import { GET as deliveriesFile } from "@/app/api/attempts/[id]/export/route";
import { GET as recipientsFile, POST as chosenFile } from "@/app/api/recipients/export/route";
import { GET as reportedFile } from "@/app/api/reports/deliveries/route";
import { GET as reportFile } from "@/app/api/reports/export/route";
import { sendAgain, treatAsAccepted } from "@/lib/attempts/uncertain";
import { HOUR } from "@/lib/sending/settings";
import { World, type User } from "@/tests/support/world";

const session = vi.hoisted(() => ({ user: null as { id: string; role: string; timeZone: string } | null }));
vi.mock("@/lib/auth/session", () => ({ currentUser: () => Promise.resolve(session.user) }));

let world: World;
let owner: User;
let other: User;
let watcher: User;

beforeAll(async () => {
  world = await World.create();
  [owner, other, watcher] = [await world.user(), await world.user(), await world.user("manager")];
});
afterAll(() => world.close());
beforeEach(() => world.forget());

function as(user: User | null): void {
  session.user = user && { ...user, timeZone: "UTC" };
}

async function linesOf(answer: Response): Promise<string[]> {
  expect(answer.status).toBe(200);
  expect(answer.headers.get("Cache-Control")).toBe("private, no-store");
  expect(answer.headers.get("Content-Disposition")).toMatch(/^attachment; filename="[a-z-]+\.csv"$/);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.subarray(0, 3).toString("hex")).toBe("efbbbf");
  const lines = bytes.subarray(3).toString().split("\r\n");
  expect(lines.pop()).toBe("");
  return lines;
}

const attempts = (query = "") =>
  attemptsFile(new Request(`http://posthorn.test/api/attempts/export${query}`));
const reports = (query = "") => reportFile(new Request(`http://posthorn.test/api/reports/export${query}`));
const reported = (query: string) =>
  reportedFile(new Request(`http://posthorn.test/api/reports/deliveries${query}`));
const deliveries = (id: string, query = "") =>
  deliveriesFile(new Request(`http://posthorn.test/api/attempts/${id}/export${query}`), {
    params: Promise.resolve({ id }),
  });

async function sent(user: User, recipients: number, name: string) {
  const mailing = await world.mailing({ owner: user, recipients });
  await world.db.mailing.update({ where: { id: mailing.id }, data: { name } });
  await world.settleDown();
  const [attempt] = await world.attempts(mailing.id);
  if (attempt === undefined) throw new Error("the mailing did not run");
  return { mailing, attempt };
}

/** So many runs more like this one, each a second before the last. */
async function repeat(attemptId: string, times: number): Promise<void> {
  await world.db.$executeRaw`
    INSERT INTO attempts
    SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'start_id', NULL,
      'occurrence_at', a.occurrence_at - n * interval '1 second',
      'created_at', a.created_at - n * interval '1 second'))).*
    FROM attempts a, generate_series(1, ${times}::int) n WHERE a.id = ${attemptId}::uuid`;
}

it("a file of attempts holds what the list is narrowed to, one's own alone, and whose they are for who watches", async () => {
  const { attempt } = await sent(owner, 2, "=Weekly, news");
  await sent(other, 1, "Theirs");
  const closed = attempt.closedAt?.toISOString();
  const row = (whose: string) =>
    `${attempt.createdAt.toISOString()},"'=Weekly, news"${whose},scheduled,succeeded,,${closed},2,2,0,0,0,0,HTTP 200`;
  const head = (whose: string) =>
    `started,mailing${whose},kind,status,closing_reason,closed,planned,accepted,rejected,skipped,cancelled,uncertain,answer`;
  as(owner);
  expect(await linesOf(await attempts())).toEqual([head(""), row("")]);
  expect(await linesOf(await attempts("?kind=manual"))).toEqual([head("")]);
  as(watcher);
  expect(await linesOf(await attempts("?scope=all&search=weekly"))).toEqual([
    head(",owner"),
    row(",Vera Owner"),
  ]);
  expect(await linesOf(await attempts("?scope=all"))).toHaveLength(3);
});

it("files of attempts and reports are for those alone whose page it is", async () => {
  const refused = async (...answers: Promise<Response>[]) =>
    (await Promise.all(answers)).map((answer) => answer.status);
  as(null);
  expect(await refused(attempts(), reports(), deliveries(owner.id))).toEqual([401, 401, 401]);
  as(owner);
  const ofAll = "?scope=all";
  expect(await refused(attempts(ofAll), reports(ofAll), reported(ofAll))).toEqual([403, 403, 403]);
  as(watcher);
  expect(await refused(attempts(), reports(), reports("?by=day"))).toEqual([403, 403, 403]);
});

it("a file of deliveries holds one attempt's, all or of one outcome, and is none for somebody else", async () => {
  const mailing = await world.mailing({ owner, recipients: 1_050 });
  world.provider.badAddress(mailing.addresses[7] ?? "");
  await world.settleDown();
  const [attempt] = await world.attempts(mailing.id);
  const id = attempt?.id ?? "";
  const rows = await world.db.delivery.findMany({ where: { attemptId: id } });
  as(owner);
  const [head, ...all] = await linesOf(await deliveries(id));
  expect(head).toBe(
    "email,name,status,reason,answer,settled,fate,fate_detail,resolution,resolved,resolved_by",
  );
  expect(all.map((line) => line.split(",")[0]).toSorted()).toEqual(mailing.addresses.toSorted());
  const accepted = rows.find((row) => row.status === "accepted");
  const settled = accepted?.settledAt?.toISOString();
  expect(all).toContain(`${accepted?.address},${accepted?.name},accepted,,,${settled},,,,,`);
  const rejected = await linesOf(await deliveries(id, "?status=rejected"));
  expect(rejected).toHaveLength(2);
  expect(rejected[1]).toContain(`${mailing.addresses[7]},Reader 8,rejected,`);
  as(watcher);
  expect(await linesOf(await deliveries(id))).toHaveLength(1_051);
  as(other);
  expect((await deliveries(id)).status).toBe(404);
  expect((await deliveries("none")).status).toBe(404);
});

it("files of deliveries say which emails of unknown outcome were treated as accepted or sent again, when and by whom", async () => {
  const mailing = await world.mailing({ owner, recipients: 3 });
  world.provider.when(() => ({ kind: "reset_after" }));
  await world.tick();
  await world.turn(23 * HOUR);
  await world.tick();
  world.provider.when(() => null);
  const [attempt] = await world.attempts(mailing.id);
  const id = attempt?.id ?? "";
  const delivery = (n: number) =>
    world.db.delivery.findFirstOrThrow({ where: { attemptId: id, address: mailing.addresses[n] ?? "" } });
  const chosen: [string] = [(await delivery(1)).id];
  expect(await treatAsAccepted(owner, id, [(await delivery(0)).id])).toMatchObject({ ok: true });
  expect(await sendAgain(owner, { attemptId: id, startId: randomUUID(), chosen })).toMatchObject({
    ok: true,
  });
  await world.settleDown();
  const retry = (await world.attempts(mailing.id)).find((one) => one.id !== id);
  const resolved = [
    `accepted,${(await delivery(0)).resolvedAt?.toISOString()},Vera Owner`,
    `sent_again,${retry?.createdAt.toISOString()},Vera Owner`,
    ",,",
  ];
  as(owner);
  const wanted = mailing.addresses.map((address, n) => `${address} ${resolved[n]}`).toSorted();
  // The last three columns of either file.
  const told = async (answer: Promise<Response>) =>
    (await linesOf(await answer)).map(
      (line) => `${line.split(",")[0]} ${line.split(",").slice(-3).join(",")}`,
    );
  const [head, ...all] = await told(deliveries(id));
  expect(head).toBe("email resolution,resolved,resolved_by");
  expect(all.toSorted()).toEqual(wanted);
  const [headOfReport, ...reportedLines] = await told(reported(`?mailing=${mailing.id}`));
  expect(headOfReport).toBe(head);
  expect(reportedLines).toEqual(expect.arrayContaining(wanted));
});

it("files of a report hold every mailing and every day of the period, one's own alone", async () => {
  const { attempt } = await sent(owner, 3, "Mine");
  await sent(other, 1, "Theirs");
  const day = attempt.createdAt.toISOString().slice(0, 10);
  const figures = "attempts,successful,unsuccessful,planned,accepted,rejected,skipped";
  const rest =
    "cancelled,uncertain,delivered,bounced,complained,opened,unopened,clicked,automated,unsubscribed";
  as(owner);
  expect(await linesOf(await reports())).toEqual([
    `mailing,${figures},${rest}`,
    "Mine,1,1,0,3,3,0,0,0,0,0,0,0,0,0,0,0,0",
  ]);
  expect(await linesOf(await reports("?by=day"))).toEqual([
    `day,time_zone,${figures},${rest}`,
    `${day},UTC,1,1,0,3,3,0,0,0,0,0,0,0,0,0,0,0,0`,
  ]);
  for (const [by, lines] of Object.entries({
    domain: [
      "domain,planned,accepted,rejected,delivered,bounced,complained,opened,clicked",
      "mail.test,3,3,0,0,0,0,0,0",
    ],
    link: ["link,clicked"],
    growth: [
      "day,time_zone,added,lost",
      `${day},UTC,${await world.db.recipient.count({ where: { ownerId: owner.id } })},0`,
    ],
  }))
    expect(await linesOf(await reports(`?by=${by}`))).toEqual(lines);
  const hours = await linesOf(await reports("?by=hour"));
  expect(hours.slice(0, 2)).toEqual(["hour,time_zone,opened,clicked", "0,UTC,0,0"]);
  expect(hours).toHaveLength(25);
  expect(await linesOf(await reported("?outcome=accepted"))).toHaveLength(4);
  expect(await linesOf(await reported("?outcome=accepted&days=2020-01-01_2020-01-02"))).toHaveLength(1);
  as(watcher);
  expect(await linesOf(await reported("?scope=all&outcome=accepted"))).toHaveLength(5);
  expect(await linesOf(await reports("?scope=all"))).toEqual([
    `mailing,owner,${figures},${rest}`,
    "Theirs,Vera Owner,1,1,0,1,1,0,0,0,0,0,0,0,0,0,0,0,0",
    "Mine,Vera Owner,1,1,0,3,3,0,0,0,0,0,0,0,0,0,0,0,0",
  ]);
});

it("no row is left out or told twice where there are more than are read at a time", async () => {
  const { mailing, attempt } = await sent(owner, 1, "Often");
  await repeat(attempt.id, 2_100);
  as(owner);
  const runs = (await linesOf(await attempts())).slice(1).map((line) => line.split(",")[0]);
  expect(runs).toHaveLength(2_101);
  expect(runs).toEqual([...new Set(runs)].toSorted().toReversed());
  await world.db.$executeRaw`
    WITH made AS (
      INSERT INTO mailings
      SELECT (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'name', 'Copy ' || n))).*
      FROM mailings m, generate_series(1, 2100) n WHERE m.id = ${mailing.id}::uuid RETURNING id)
    INSERT INTO attempts
    SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'mailing_id', made.id))).*
    FROM attempts a, made WHERE a.id = ${attempt.id}::uuid`;
  const mailings = (await linesOf(await reports())).slice(1);
  expect(new Set(mailings).size).toBe(2_101);
  expect(mailings).toHaveLength(2_101);
  expect(mailings).toContain("Often,2101,2101,0,2101,2101,0,0,0,0,0,0,0,0,0,0,0,0");
});

const chosen = (fields: readonly [string, string][]) => {
  const body = new URLSearchParams([...fields]);
  return chosenFile(new Request("http://posthorn.test/api/recipients/export", { method: "POST", body }));
};

it("a file of chosen recipients holds those that are ticked, or all that match, one's own alone", async () => {
  const [mine, theirs] = [await world.user(), await world.user()];
  await world.db.recipient.createMany({
    data: [...["a1", "a2", "b1"].map((n) => ({ ownerId: mine.id, email: `${n}@example.com` }))],
  });
  const [foreign] = await world.db.recipient.createManyAndReturn({
    data: [{ ownerId: theirs.id, email: "theirs@example.com" }],
  });
  const own = await world.db.recipient.findMany({ where: { ownerId: mine.id }, orderBy: { email: "asc" } });
  const emails = async (answer: Promise<Response>) =>
    (await linesOf(await answer))
      .slice(1)
      .map((line) => line.split(",")[0])
      .toSorted();
  const ids = [own[0]?.id ?? "", own[2]?.id ?? "", foreign?.id ?? ""];
  as(mine);
  expect(await emails(chosen(ids.map((id) => ["ids", id])))).toEqual(["a1@example.com", "b1@example.com"]);
  expect(await emails(chosen([["ids", ids[2] ?? ""]]))).toEqual([]);
  const matching = (search: string) =>
    chosen(Object.entries({ search, suppressed: "", inList: "", shown: "2", fingerprint: "1" }));
  expect(await emails(matching("a"))).toEqual(["a1@example.com", "a2@example.com"]);
  const listed = recipientsFile(new Request("http://posthorn.test/api/recipients/export?search=b1"));
  expect(await emails(listed)).toEqual(["b1@example.com"]);
  expect((await chosen([])).status).toBe(400);
  expect((await chosen([["ids", "a\0"]])).status).toBe(400);
  as(watcher);
  expect((await chosen([["ids", ids[0] ?? ""]])).status).toBe(403);
});
