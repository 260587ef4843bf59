import { randomUUID } from "node:crypto";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET } from "@/app/view/[token]/route";
import { deleteMessage, editMessage } from "@/lib/messages/commands";
import { previewContent } from "@/lib/messages/preview";
import { forgetEnv } from "@/lib/env";
import { escapeHtml } from "@/lib/sending/render";
import { unsubscribeToken } from "@/lib/sending/unsubscribe-token";
import { viewToken } from "@/lib/sending/view-token";
import { Person } from "@/tests/integration/erasing/person";
import { expectHarmless } from "@/tests/support/harmless-email";
import { UNSUBSCRIBE_SECRET, World, type PlannedMailing, type User } from "@/tests/support/world";
import { xssVectors } from "@/tests/support/xss-vectors";

const LINK = '<p>Hello {{name}}, <a href="{{view_in_browser}}">view</a></p>';

let world: World;
let owner: User;

beforeAll(async () => {
  world = await World.create({ keepBodies: true });
  process.env.POSTAL_ADDRESS = "1 Post Road";
  // The cache belongs to Next's server.
  process.env.CACHE_ENABLED = "off";
  process.env.TRUSTED_PROXIES = "1";
  forgetEnv();
});
afterAll(async () => {
  delete process.env.TRUSTED_PROXIES;
  forgetEnv();
  await world.close();
});
beforeEach(async () => {
  await world.forget();
  owner = await world.user();
});

let asked = 0;
async function view(token: string, headers: Record<string, string> = {}) {
  asked += 1;
  const from = { "X-Forwarded-For": `203.0.113.${asked % 250}`, ...headers };
  const request = new NextRequest(`http://posthorn.test/view/${token}`, { headers: from });
  const answer = await GET(request, { params: Promise.resolve({ token }) });
  return { status: answer.status, headers: answer.headers, html: await answer.text() };
}

async function deliveryOf(address: string): Promise<string> {
  return (await world.db.delivery.findFirstOrThrow({ where: { address } })).id;
}

async function planned(recipients = 1, html = LINK): Promise<PlannedMailing> {
  return world.mailing({ owner, recipients, message: { html, text: "{{view_in_browser}}" } });
}

/** The token of the link in the email that an address received. */
function linked(address = ""): string {
  const mail = world.provider.mails.find(({ to }) => to.includes(address));
  return /href="http:\/\/posthorn\.test\/view\/([\w-]{44})"/.exec(mail?.html ?? "")?.[1] ?? "";
}

describe("the link of an email", () => {
  it("shows it as it went out, byte for byte, whatever became of its message and recipient since", async () => {
    const mailing = await planned();
    await world.settleDown();
    const [address = ""] = mailing.addresses;
    const mail = world.provider.mails[0];
    expect(mail?.text).toContain(`http://posthorn.test/view/${linked(address)}`);
    const message = await world.db.message.findFirstOrThrow({ where: { ownerId: owner.id } });
    const edited = { messageId: message.id, version: message.updatedAt.getTime() };
    const input = { subject: "Other", preheader: "", textIsOwn: false, text: "", format: "html" } as const;
    expect(await editMessage(owner, edited, { ...input, source: "<p>Other</p>" })).toMatchObject({
      ok: true,
    });
    await world.db.recipient.updateMany({ where: { email: address }, data: { name: "Renamed" } });
    const { status, headers, html } = await view(linked(address));
    expect({ status, html }).toEqual({ status: 200, html: mail?.html });
    expect(Object.fromEntries(headers)).toMatchObject({
      "cache-control": "private, no-store",
      "content-security-policy": expect.stringMatching(/^default-src 'none'; (?!.*script).*; sandbox /),
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex, nofollow",
    });
    const token = unsubscribeToken(await deliveryOf(address), UNSUBSCRIBE_SECRET);
    expect(html).toContain(`href="http://posthorn.test/unsubscribe/${token}"`);
  });

  it("is signed for this alone: no link to unsubscribe shows an email, nor any other token", async () => {
    const mailing = await planned();
    await world.settleDown();
    const id = await deliveryOf(mailing.addresses[0] ?? "");
    const wrong = [
      unsubscribeToken(id, UNSUBSCRIBE_SECRET),
      viewToken(id, "a secret of somebody else"),
      viewToken(randomUUID(), UNSUBSCRIBE_SECRET),
      "none",
    ];
    for (const token of wrong) expect((await view(token)).status).toBe(404);
    const { html } = await view("none", { "Accept-Language": "ru" });
    expect(html).toMatch(/lang="ru".*Это письмо здесь не показать/);
  });

  it("shows an email of uncertain outcome, and none that is waiting or was refused", async () => {
    const mailing = await planned(2);
    await world.settleDown();
    const [first = "", second = ""] = mailing.addresses;
    const set = (address: string, status: string) => world.db.$executeRaw`
      UPDATE deliveries SET status = ${status}::delivery_status, provider_id = NULL,
        settled_at = CASE ${status} WHEN 'pending' THEN NULL ELSE engine_now() END WHERE address = ${address}`;
    await set(first, "uncertain");
    expect((await view(linked(first))).status).toBe(200);
    for (const status of ["pending", "rejected", "skipped", "cancelled"]) {
      await set(second, status);
      expect((await view(linked(second))).status, status).toBe(404);
    }
  });

  it("shows nothing of a person who was erased", async () => {
    const person = new Person(world, owner);
    await person.mailing();
    await world.settleDown();
    const token = viewToken(await deliveryOf(person.email), UNSUBSCRIBE_SECRET);
    expect((await view(token)).status).toBe(200);
    await person.erase();
    const { status, html } = await view(token);
    expect(status).toBe(404);
    expect(html).not.toContain(person.name);
  });

  it("is limited for whoever tries links that nobody signed, and says when to come back", async () => {
    const from = { "X-Forwarded-For": "198.51.100.9" };
    const answers = await Promise.all(Array.from({ length: 70 }, () => view("none", from)));
    expect(answers.filter(({ status }) => status === 404).length).toBeLessThanOrEqual(60);
    expect(Number(answers.find(({ status }) => status === 429)?.headers.get("retry-after"))).toBeGreaterThan(
      0,
    );
  });

  it("in a preview or a test says that it belongs to no recipient, and is no fault of the message", async () => {
    const content = { subject: "S", preheader: "P", html: LINK, text: "", format: "html" as const };
    const preview = await previewContent(owner.id, content, null);
    expect(preview.html).toContain('href="http://posthorn.test/view/preview"');
    expect(preview.findings.map(({ values }) => values)).not.toContainEqual({ name: "view_in_browser" });
    expect(await view("preview")).toMatchObject({
      status: 404,
      html: expect.stringContaining("a preview or a test email"),
    });
  });
});

it("a hundred attacks in values, sender and stored message do nothing in an email that is viewed", async () => {
  const mailing = await planned(1, LINK);
  await world.settleDown();
  const [address = ""] = mailing.addresses;
  const token = linked(address);
  for (const vector of xssVectors.map((one) => one.replaceAll("\0", ""))) {
    await world.db.$executeRaw`
      UPDATE deliveries SET name = ${vector}, fields = jsonb_build_object('url', ${vector}::text) WHERE address = ${address}`;
    await world.db.attempt.updateMany({
      where: { mailingId: mailing.id },
      data: {
        ...{ preheader: vector, senderName: vector },
        html: `<p title="{{name}}">{{name}} <a href="https://x.test/?q={{url}}">a</a> <img src="https://x.test/{{url}}" alt="{{name}}"></p>`,
      },
    });
    const { html } = await view(token);
    expect(html).toContain(escapeHtml(vector.replace(/[\r\n\t\u2028\u2029]+/g, " ").trim()));
    expectHarmless(html.replace(/^<!doctype html>/, ""));
  }
});

it("a message whose emails are viewed may be deleted", async () => {
  const mailing = await planned();
  await world.settleDown();
  const token = linked(mailing.addresses[0]);
  const { messageId } = await world.db.mailing.update({
    where: { id: mailing.id },
    data: { archivedAt: new Date() },
  });
  expect(await deleteMessage(owner, messageId)).toMatchObject({ ok: true });
  expect((await view(token)).status).toBe(200);
});
