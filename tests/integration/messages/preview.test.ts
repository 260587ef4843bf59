import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { forgetEnv } from "@/lib/env";
import { createMailing } from "@/lib/mailings/save";
import { createMessage } from "@/lib/messages/commands";
import { previewContent, previewDraft } from "@/lib/messages/preview";
import { previewReaders, tellingReaders } from "@/lib/messages/queries";
import type { MessageInput } from "@/lib/messages/schema";
import { sentEmail } from "@/lib/messages/sent-email";
import { sendTest } from "@/lib/messages/send-test";
import { starterDocument } from "@/lib/messages/starter";
import { startersIn } from "@/lib/messages/starters";
import { storeMessageImage } from "@/lib/messages/store-image";
import { forgetUses } from "@/lib/security/rate-limits";
import { viewToken } from "@/lib/sending/view-token";
import { photo } from "@/tests/support/photo";
import { UNSUBSCRIBE_SECRET, World, type User } from "@/tests/support/world";

let world: World;
let owner: User;

beforeAll(async () => {
  world = await World.create({ keepBodies: true });
  // As the engine of a world has it.
  process.env.POSTAL_ADDRESS = "1 Post Road";
  // The cache belongs to Next's server.
  process.env.CACHE_ENABLED = "off";
  forgetEnv();
  owner = await world.user();
});
afterEach(async () => {
  await world.forget();
  await forgetUses("testMailByAccount", owner.id);
});
afterAll(() => world.close());

const input = (change: Partial<MessageInput> = {}): MessageInput => ({
  ...{
    subject: "News",
    preheader: "",
    format: "markdown",
    source: "Hello {{name}}",
    textIsOwn: false,
    text: "",
  },
  ...change,
});

/** Values that a careless program would trip over. */
const odd: readonly { name: string; fields: Record<string, string> }[] = [
  { name: "", fields: {} },
  { name: `Anna "Ann" O'Neill`, fields: { city: "Łódź", "first name": "Anna" } },
  { name: "<b>Bold</b> & Sons", fields: { city: "<script>alert(1)</script>", "first name": "&amp;" } },
  { name: "Зоя 🎉👩‍👩‍👧", fields: { city: "Санкт-Петербург", "first name": "Зоя" } },
  { name: "שלום עליכם", fields: { city: "تونس", "first name": "\u202eevil" } },
  { name: "{{email}}", fields: { city: "{{name|x}}", "first name": "}}" } },
  { name: "Line one", fields: { city: "two\nlines", "first name": "   " } },
  { name: "$& $1 $`", fields: { city: "\\", constructor: "own", "first name": "%s" } },
];

const messages: [string, MessageInput][] = [
  ...["en", "ru"].flatMap((language) =>
    startersIn(language).map((starter): [string, MessageInput] => [
      `${language} ${starter.name}`,
      input({
        ...{ subject: starter.subject, preheader: starter.preheader, format: "visual" },
        source: JSON.stringify(starterDocument(starter)),
      }),
    ]),
  ),
  [
    "HTML",
    input({
      subject: "{{first name|friend}}: {{city|your town}}",
      preheader: 'For {{name|"you"}} & <all>',
      format: "html",
      source:
        '<p title="{{city}}"><a href="{{view_in_browser}}">View</a> Dear {{first name|friend &amp; co}}, <a href="https://x.test/?c={{city}}">{{city}}</a> {{constructor}}</p>',
    }),
  ],
];

messages.push([
  "of the text format",
  input({
    subject: "{{city|your town}}",
    source:
      "# For {{name|you}}\n\nHello *{{first name|friend}}*, [go](https://x.test/?c={{city}}).\n\n- {{city}}",
  }),
]);

/** The links to unsubscribe and to view it are each delivery's own; everything else has to be the same. */
const withoutLink = (text: string | undefined) =>
  (text ?? "").replace(/http:\/\/posthorn\.test\/(?:unsubscribe|view)\/[\w.-]+/g, "LINK");

describe.each(messages)("the preview of the message %s", (_name, written) => {
  it("is what the provider receives, and what is viewed in the browser, for every recipient", async () => {
    const made = await createMessage(owner, randomUUID(), written);
    if (!made.ok) throw new Error(made.code);
    const { messageId } = made.value;
    const list = await world.db.recipientList.create({ data: { ownerId: owner.id, name: randomUUID() } });
    for (const [n, { name, fields }] of odd.entries()) {
      await world.db.recipient.create({
        data: {
          ...{ ownerId: owner.id, name, fields, email: `odd${n}.${messageId}@mail.test` },
          lists: { create: { listId: list.id } },
        },
      });
    }
    const mailing = await createMailing(owner, {
      ...{ name: "M", messageId, listIds: [list.id], recipientIds: [], startLocal: "2026-01-01T09:00:00" },
      ...{ timeZone: "UTC", period: "once", endAt: null },
    });
    if (!mailing.ok) throw new Error(mailing.code);
    await world.tick();
    const content = await world.db.message.findUniqueOrThrow({ where: { id: messageId } });
    const recipients = await world.db.recipient.findMany({ where: { lists: { some: { listId: list.id } } } });
    expect(world.provider.mails).toHaveLength(odd.length);
    for (const { id, email } of recipients) {
      const sent = world.provider.mails.find(({ to }) => to.includes(email));
      const preview = await previewContent(owner.id, content, id);
      expect(preview.reader.address).toBe(email);
      expect({
        subject: sent?.subject,
        html: withoutLink(sent?.html),
        text: withoutLink(sent?.text),
      }).toEqual({
        subject: preview.subject,
        html: withoutLink(preview.html),
        text: withoutLink(preview.text),
      });
      expect(preview.html).toContain("http://posthorn.test/unsubscribe/preview");
      const delivery = await world.db.delivery.findFirstOrThrow({ where: { address: email } });
      expect(await sentEmail(viewToken(delivery.id, UNSUBSCRIBE_SECRET))).toBe(sent?.html);
      const draft = await previewDraft(owner, written, id);
      expect(draft).toMatchObject({ ok: true, value: { html: preview.html, text: preview.text } });
    }
  });
});

describe("a preview", () => {
  it("is for the newest recipient, for its owner where there is none, and never for somebody else's", async () => {
    const [user, other] = await Promise.all([world.user(), world.user()]);
    const content = {
      subject: "S",
      preheader: "",
      html: "<p>{{name|nobody}}</p>",
      text: "",
      format: "html" as const,
    };
    expect((await previewContent(user.id, content, null)).reader).toMatchObject({
      id: null,
      name: "Vera Owner",
    });
    const foreign = await world.db.recipient.create({
      data: { ownerId: other.id, email: "f@mail.test", name: "Foreign" },
    });
    expect((await previewContent(user.id, content, foreign.id)).html).not.toContain("Foreign");
    const own = await world.db.recipient.create({
      data: { ownerId: user.id, email: "own@mail.test", name: "Own" },
    });
    expect((await previewContent(user.id, content, null)).reader.id).toBe(own.id);
    expect(await previewReaders(user, user.id, "OWN")).toMatchObject([{ id: own.id }]);
    expect(await previewReaders(user, user.id, "f@")).toEqual([]);
    expect(await tellingReaders(user)).toMatchObject({ longest: { id: own.id }, barest: { id: own.id } });
    expect(await previewReaders(user, other.id, "")).toEqual([]);
    expect(await previewReaders(await world.user("manager"), other.id, "")).toHaveLength(1);
  });

  it("points out fields that are none of the owner's, fields that some lack, and what was taken out", async () => {
    const user = await world.user();
    await world.db.recipient.createMany({
      data: [
        { ownerId: user.id, email: "r@mail.test", fields: { city: "Tula" } },
        { ownerId: user.id, email: "s@mail.test", name: "Sam", fields: { city: " " } },
        { ownerId: user.id, email: "t@mail.test", name: "Tom" },
      ],
    });
    await world.db.field.create({ data: { ownerId: user.id, name: "city" } });
    const draft = await previewDraft(
      user,
      input({
        subject: "{{name}} {{surname}}",
        format: "html",
        source: "<p>{{city}} {{town|x}}</p><form></form>",
      }),
      null,
    );
    if (!draft.ok) throw new Error(draft.code);
    expect(draft.value.findings.map(({ code, values }) => [code, values])).toEqual([
      ["field_bare", { name: "name", missing: 1, asked: 3 }],
      ["field_unknown", { name: "surname" }],
      ["field_bare", { name: "city", missing: 2, asked: 3 }],
      ["preheader_empty", {}],
      ["field_unknown", { name: "town" }],
      ["removed", { names: "<form>" }],
    ]);
  });

  it("is refused with the fault of a draft that is no mail, and to whoever owns no messages", async () => {
    expect(await previewDraft(owner, input({ format: "html", source: "<i></i>" }), null)).toMatchObject({
      code: "invalid",
      faults: { source: "message_empty" },
    });
    expect(await previewDraft(await world.user("manager"), input(), null)).toMatchObject({
      code: "forbidden",
    });
  });
});

describe("a test", () => {
  it("reaches its writer alone, marked, as the preview shows it, and stands in no ledger", async () => {
    const { email } = await world.db.user.findUniqueOrThrow({ where: { id: owner.id } });
    const { id } = await world.db.recipient.create({
      data: { ownerId: owner.id, email: `t${randomUUID()}@mail.test`, name: "Tester" },
    });
    const sent = await sendTest(owner, input({ subject: "For {{name}}" }), id);
    expect(sent).toMatchObject({ ok: true, value: { to: email }, changed: { tags: [], wake: false } });
    const preview = await previewDraft(owner, input({ subject: "For {{name}}" }), id);
    const html = preview.ok ? preview.value.html : "";
    expect(world.provider.mails).toMatchObject([
      {
        to: [email],
        subject: "[Test] For Tester",
        html,
        from: '"Vera Owner" <mail@posthorn.test>',
        tags: [],
      },
    ]);
    expect(await world.db.attempt.count()).toBe(0);
    expect(await world.db.delivery.count()).toBe(0);
  });

  it("goes to addresses of its writer's choice instead, each one use of those an hour has", async () => {
    const to = ["one@mail.test", "two@mail.test"];
    expect(await sendTest(owner, input(), null, to)).toMatchObject({
      ok: true,
      value: { to: to.join(", ") },
    });
    expect(world.provider.mails.map((mail) => mail.to)).toEqual(to.map((one) => [one]));
  });

  it("is limited, and one that the provider refuses says so", async () => {
    const user = await world.user();
    const { email } = await world.db.user.findUniqueOrThrow({ where: { id: user.id } });
    world.provider.badAddress(email, "No.");
    expect(await sendTest(user, input(), null)).toMatchObject({ code: "mail_failed" });
    const codes: string[] = [];
    for (let n = 0; n < 20; n += 1) {
      const result = await sendTest(user, input(), null);
      codes.push(result.ok ? "sent" : result.code);
    }
    expect(codes.at(-1)).toBe("too_many");
    expect(codes.filter((code) => code === "too_many")).toHaveLength(1);
  });

  it("is sent by nobody who owns no messages or was blocked meanwhile", async () => {
    const blocked = await world.user();
    await world.db.user.update({
      where: { id: blocked.id },
      data: { blockedAt: new Date(), blockedReason: "R" },
    });
    for (const user of [blocked, await world.user("manager"), await world.user("content_manager")])
      expect(await sendTest(user, input(), null)).toMatchObject({ code: "forbidden" });
    expect(world.provider.mails).toEqual([]);
  });
});

describe("an image of a message", () => {
  it("is written anew as JPEG and stands in the mail by its whole address", async () => {
    const stored = await storeMessageImage(owner, await photo());
    if (!stored.ok) throw new Error(stored.code);
    const { imageId } = stored.value;
    const row = await world.db.image.findUniqueOrThrow({ where: { id: imageId } });
    expect(row).toMatchObject({ mimeType: "image/jpeg", width: 1_200, height: 720, purpose: "message" });
    const written = input({ source: `![A lamp](/api/images/${imageId})` });
    const draft = await previewDraft(owner, written, null);
    const html = draft.ok ? draft.value.html : "";
    expect(html).toContain(`src="http://posthorn.test/api/images/${imageId}"`);
    expect(html).toContain('width="528"');
  });

  it("that is gone is named, in Markdown and in HTML", async () => {
    const address = `/api/images/${randomUUID()}`;
    for (const change of [
      { source: `![x](${address})` },
      { source: `<img src="${address}" alt="x">`, format: "html" },
    ] as const)
      expect(await createMessage(owner, randomUUID(), input(change))).toMatchObject({ code: "image_gone" });
  });

  it("is refused where it is none, too large, or sent by somebody who owns no messages", async () => {
    expect(await storeMessageImage(owner, Buffer.from("<svg onload=alert(1)>"))).toMatchObject({
      code: "no_image",
    });
    expect(await storeMessageImage(owner, Buffer.alloc(4_500_001))).toMatchObject({ code: "too_large" });
    expect(await storeMessageImage(await world.user("manager"), await photo())).toMatchObject({
      code: "forbidden",
    });
  });
});
