import { expect, it } from "vitest";
import { providerEvent } from "@/lib/sending/provider-events";

const data = {
  email_id: "re_1",
  tags: { delivery: "6f1c4d1e-52a8-4f0e-9a1f-000000000001" },
  bounce: { type: "Permanent", message: "gone" },
};
const event = { type: "email.bounced", created_at: "2026-11-21T10:00:00Z", data };

it.each([
  ["an email id of another kind", { ...event, data: { ...data, email_id: 7 } }],
  ["an email id that is too long", { ...event, data: { ...data, email_id: "x".repeat(201) } }],
  [
    "a bounce's message of another kind",
    { ...event, data: { ...data, bounce: { type: "Permanent", message: 5 } } },
  ],
  ["a failure of another kind", { ...event, data: { ...data, failed: "no" } }],
  ["an instant of another kind", { ...event, created_at: 1_796_000_000 }],
  ["no instant", { type: event.type, data }],
  ["a further tag of another kind", { ...event, data: { ...data, tags: { ...data.tags, more: 1 } } }],
  ["a type that is too long", { ...event, type: `${"x".repeat(99)}😀` }],
])("an event with %s counts without it", (_, odd) => {
  const read = providerEvent.parse(odd);
  expect(read.data.tags).toMatchObject(data.tags);
  expect(read.data.bounce?.type).toBe("Permanent");
  expect(read.created_at.getTime()).not.toBeNaN();
});

it("an event without any of them is read", () => {
  expect(providerEvent.parse({ type: "email.sent", data: {} })).toMatchObject({ data: { email_id: null } });
});

it("tags in a list may have odd ones among them", () => {
  const tags = [null, { name: 1 }, { name: "delivery", value: "x" }];
  const read = providerEvent.parse({ ...event, data: { ...data, tags } });
  expect(read.data.tags).toMatchObject([{}, {}, { name: "delivery", value: "x" }]);
});
