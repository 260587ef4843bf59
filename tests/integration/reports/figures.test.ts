import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { askedAttempts } from "@/lib/attempts/asked";
import { listedAttempts } from "@/lib/attempts/list";
import { undoJob } from "@/lib/jobs/commands";
import { jobKinds } from "@/lib/jobs/kinds";
import { runJobs } from "@/lib/jobs/run";
import { START, type Place } from "@/lib/paging/address";
import type { KeysetPage } from "@/lib/paging/keyset-page";
import { askedRecipients } from "@/lib/recipients/asked";
import { recipientsPage } from "@/lib/recipients/queries";
import { askedDeliveries, askedReport } from "@/lib/reports/asked";
import { daysOfPeriod, type Days } from "@/lib/reports/days";
import { listReported } from "@/lib/reports/commands";
import { reportedDeliveries } from "@/lib/reports/deliveries";
import { growth } from "@/lib/reports/growth";
import { deliveriesHref, figureHrefs, recipientsHref, type FigureHrefs } from "@/lib/reports/links";
import { report, reportByMailing, type ReportFigures } from "@/lib/reports/queries";
import { reportByDomain, reportByHour, reportByLink } from "@/lib/reports/receiving";
import { providerEvent, recordProviderEvent } from "@/lib/sending/provider-events";
import { suppressAddressOf } from "@/lib/sending/suppress";
import type { Scope } from "@/lib/users/scope";
import { World, type User } from "@/tests/support/world";

// Outside of Next nothing is cached.
vi.mock("next/cache", () => ({ unstable_cache: (read: unknown) => read }));

const ZONE = "Asia/Tokyo";
let world: World;
let owner: User;
let watcher: User;
let days: Days;

/** Two owners' mailings with every outcome, every later fate, clicks of two links, and somebody erased; one run is open. */
beforeAll(async () => {
  world = await World.create();
  [owner, watcher] = [await world.user(), await world.user("manager")];
  const other = await world.user();
  days = daysOfPeriod("week", new Date(), ZONE);
  const large = await world.mailing({ owner, recipients: 130 });
  world.provider.badAddress(large.addresses[120] ?? "");
  await world.db.suppression.create({
    data: { ownerId: owner.id, email: large.addresses[121] ?? "", reason: "manual" },
  });
  await world.mailing({ owner, recipients: 4 });
  await world.mailing({ owner: other, recipients: 3 });
  await world.settleDown();
  const sent = await world.db.delivery.findMany({
    where: { status: "accepted" },
    orderBy: { address: "asc" },
  });
  await Promise.all(sent.slice(0, 90).map(({ id }) => told(id, "email.delivered")));
  for (const [n, { id }] of sent.slice(0, 70).entries()) {
    await told(id, "email.opened", { at: new Date(Date.now() + (n + 1) * 3_600_000) });
    if (n % 4 === 0) await told(id, "email.clicked", { link: `https://shop.test/${n % 8}#top` });
    if (n % 9 === 0)
      await told(id, "email.clicked", { link: `https://posthorn.test/ru/unsubscribe/${id}.x` });
    if (n % 11 === 0) await world.db.$transaction((tx) => suppressAddressOf(tx, id, "unsubscribed"));
  }
  for (const { id } of sent.slice(90, 93)) await told(id, "email.bounced");
  for (const { id } of sent.slice(0, 2)) await told(id, "email.complained");
  for (const { id } of sent.slice(66, 76))
    await told(id, "email.clicked", { link: "https://shop.test/4", userAgent: "Barracuda Sentinel" });
  const read = sent.slice(0, 70).filter(({ address }) => large.addresses.includes(address));
  await world.db.$executeRaw`
    UPDATE deliveries SET address = 'erased-' || id || '@posthorn.invalid' WHERE id = ${read[0]?.id}::uuid`;
  await world.db.$executeRaw`
    UPDATE deliveries SET address = replace(address, 'mail.test', 'other.test') WHERE id = ${read[1]?.id}::uuid`;
  await addedEarlier(owner, 3, 55);
  await world.mailing({ owner, recipients: 260 });
  await world.tick(world.engine({ settings: { inFlight: 1 } }), 40_000);
});
afterAll(() => world.close());

/** Recipients of some days ago: as in life, their ids begin with the time at which they were added. */
async function addedEarlier({ id: ownerId }: User, daysAgo: number, count: number): Promise<void> {
  const createdAt = new Date(Date.now() - daysAgo * 86_400_000);
  const time = createdAt.getTime().toString(16).padStart(12, "0");
  const data = Array.from({ length: count }, (_, n) => ({
    ...{ ownerId, createdAt, email: `earlier${n}@mail.test` },
    id: `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`,
  }));
  await world.db.recipient.createMany({ data });
}

/** An hour from now: what is read sooner after it was sent is read by a program. */
const later = () => new Date(Date.now() + 3_600_000);

async function told(
  id: string,
  type: string,
  { at = later(), link = "", userAgent = "" } = {},
): Promise<void> {
  const data = { tags: { delivery: id }, bounce: { type: "Permanent" }, click: { link, userAgent } };
  const event = providerEvent.parse({ type, created_at: at.toISOString(), data });
  await recordProviderEvent(world.db, randomUUID(), event);
}

/** How many rows the page of an address shows on all its pages, read as the page reads it. */
async function rowsBehind(actor: User, href: string): Promise<number> {
  const { pathname, searchParams } = new URL(href, "http://posthorn.test");
  const query = Object.fromEntries(searchParams);
  const scope: Scope = pathname.startsWith("/admin") ? "all" : "own";
  const read = readerOf(pathname.replace("/admin", ""), actor, scope, query);
  let rows = 0;
  for (let place: Place | null = START; place !== null;) {
    const page: Pick<KeysetPage<unknown>, "rows" | "next"> | null = await read(place);
    rows += page?.rows.length ?? 0;
    const next: string | null = page?.next ?? null;
    place = next === null ? null : { after: next, before: "" };
  }
  return rows;
}

function readerOf(path: string, actor: User, scope: Scope, query: Record<string, string>) {
  switch (path) {
    case "/reports/deliveries": {
      const { filter } = askedDeliveries(query, new Date(), ZONE);
      return (place: Place) => reportedDeliveries(actor, scope, filter, place);
    }
    case "/attempts": {
      const { filter } = askedAttempts(query, ZONE);
      return (place: Place) => listedAttempts(actor, scope, filter, place);
    }
    case "/recipients": {
      const { conditions } = askedRecipients(query, ZONE);
      return (place: Place) => recipientsPage(actor, scope, { ...conditions, sort: "", place });
    }
    case "/reports": {
      const asked = askedReport(query, new Date(), ZONE);
      return async () => ({ rows: (await reportByMailing(actor, scope, asked.days)) ?? [], next: null });
    }
    default:
      throw new Error(`no figure leads to ${path}`);
  }
}

type Walked = { figure: string; count: number; href: string };

function figuresOf(what: string, figures: ReportFigures, hrefs: FigureHrefs): Walked[] {
  return Object.entries({ ...figures, ...hrefs }).flatMap(([name]) => {
    const known = name as keyof ReportFigures;
    const count = figures[known];
    return typeof count === "number" && hrefs[known] !== undefined
      ? [{ figure: `${what}, ${name}`, count, href: hrefs[known] }]
      : [];
  });
}

/** Every figure that a page of reports shows. */
async function everyFigure(actor: User, scope: Scope): Promise<Walked[]> {
  const place = { scope, days };
  const [total, mailings, domains, links, hours, came] = await Promise.all([
    report(actor, scope, days),
    reportByMailing(actor, scope, days),
    reportByDomain(actor, scope, days),
    reportByLink(actor, scope, days),
    reportByHour(actor, scope, days),
    growth(actor, scope, days),
  ]);
  if (!total || !mailings || !domains || !links || !hours || !came) throw new Error("not theirs to see");
  const at = (day: string) => ({ scope, days: { first: day, last: day } });
  const ofDomain = ["planned", "accepted", "rejected", "delivered", "bounced", "complained"] as const;
  return [
    { figure: "mailings", count: total.mailings, href: figureHrefs(place).mailings },
    ...figuresOf("in all", total.total, figureHrefs(place)),
    ...total.days.flatMap((row) => figuresOf(row.day, row, figureHrefs(at(row.day)))),
    ...mailings.flatMap((row) => figuresOf(row.name, row, figureHrefs(place, row.id))),
    ...domains.flatMap((row) =>
      ([...ofDomain, "opened", "clicked"] as const).map((outcome) => ({
        figure: `${row.domain}, ${outcome}`,
        count: row[outcome],
        href: deliveriesHref(place, { outcome, domain: row.domain }),
      })),
    ),
    ...links.map(({ link, clicked }) => ({
      figure: link,
      count: clicked,
      href: deliveriesHref(place, { outcome: "clicked", link }),
    })),
    ...hours.flatMap((row) =>
      (["opened", "clicked"] as const).map((outcome) => ({
        figure: `${row.hour}:00, ${outcome}`,
        count: row[outcome],
        href: deliveriesHref(place, { outcome, hour: String(row.hour) }),
      })),
    ),
    ...(["added", "lost"] as const).flatMap((name) => [
      { figure: `recipients, ${name}`, count: came.total[name], href: recipientsHref(place, name) },
      ...came.days.map((row) => ({
        figure: `recipients of ${row.day}, ${name}`,
        count: row[name],
        href: recipientsHref(at(row.day), name),
      })),
    ]),
  ];
}

it.each(["own", "all"] as const)(
  "every figure of a report leads to exactly the rows it counts: %s",
  async (scope) => {
    const actor = scope === "own" ? owner : watcher;
    const figures = await everyFigure(actor, scope);
    for (const { figure, count, href } of figures)
      expect(`${figure}: ${await rowsBehind(actor, href)}`).toBe(`${figure}: ${count}`);
    const none = figures.filter(({ figure, count }) => figure.startsWith("in all") && count === 0);
    expect(none.map(({ figure }) => figure)).toEqual(["in all, cancelled", "in all, uncertain"]);
    expect(figures.filter(({ figure, count }) => figure.includes("other.test") && count > 0)).not.toEqual([]);
    expect(figures.filter(({ figure, count }) => figure.startsWith("null") && count > 0)).not.toEqual([]);
  },
);

it("links to unsubscribe are counted as one and keep nobody's token", async () => {
  const links = await reportByLink(owner, "own", days);
  expect(links?.map(({ link }) => link).toSorted()).toEqual([
    "https://posthorn.test/ru/unsubscribe",
    "https://shop.test/0",
    "https://shop.test/4",
  ]);
  const [row] = await world.db.$queryRaw<{ kept: number }[]>`
    SELECT count(*)::int AS kept FROM provider_events WHERE detail::text LIKE '%unsubscribe/%'`;
  expect(row?.kept).toBe(0);
});

it("who may not see a report sees none of its parts", async () => {
  const keeper = await world.user("content_manager");
  const { filter } = askedDeliveries({}, new Date(), ZONE);
  for (const [actor, scope] of [
    [keeper, "own"],
    [keeper, "all"],
    [owner, "all"],
    [watcher, "own"],
  ] as const) {
    const parts = [reportByMailing, reportByDomain, reportByLink, reportByHour, growth, report];
    for (const part of parts) expect(await part(actor, scope, days)).toBeNull();
    expect(await reportedDeliveries(actor, scope, filter, START)).toBeNull();
  }
});

it("whoever did not open is put on a list by a job, whoever is still a recipient, and taken off it by an undo", async () => {
  const rows = await world.db.delivery.findMany({
    where: { fate: "delivered", openedAt: null, address: { contains: "@mail.test" } },
    select: { recipientId: true, address: true },
  });
  const mine = await world.db.recipient.findMany({
    where: { ownerId: owner.id, id: { in: rows.map(({ recipientId }) => recipientId) } },
  });
  const [gone, ...stay] = mine.map(({ id }) => id);
  await world.db.recipient.delete({ where: { id: gone ?? "" } });
  expect(stay.length).toBeGreaterThan(5);
  const { filter } = askedDeliveries({ outcome: "unopened" }, new Date(), ZONE);
  const target = { list: "new", newList: "Did not open" };
  expect(await listReported(watcher, filter, target)).toMatchObject({ ok: false, code: "forbidden" });
  const asked = await listReported(owner, filter, target);
  expect(asked).toMatchObject({ ok: true, value: { count: stay.length, queued: true } });
  const list = await world.db.recipientList.findFirstOrThrow({ where: { name: "Did not open" } });
  const members = async () =>
    (await world.db.listMember.findMany({ where: { listId: list.id } })).map(
      ({ recipientId }) => recipientId,
    );
  const run = () =>
    runJobs(
      {
        db: world.db,
        kinds: jobKinds,
        changed: () => Promise.resolve(),
        report: (_message, error) => {
          throw error;
        },
      },
      { time: 60_000 },
    );
  await run();
  expect((await members()).toSorted()).toEqual(stay.toSorted());
  const job = await world.db.job.findFirstOrThrow({ where: { ownerId: owner.id } });
  expect(await undoJob(owner, job.id)).toMatchObject({ ok: true });
  await run();
  expect(await members()).toEqual([]);
});
