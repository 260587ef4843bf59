import { describe, expect, it } from "vitest";
import { newsOf } from "@/lib/timeline/occurrences";

const at = (minute: number) => new Date(minute * 60_000);
const untold = { fate: null, fateAt: null, fateDetail: null, openedAt: null, clickedAt: null };
const told = (type: string, first: number, detail: unknown = {}, automated = false) => ({
  ...{ deliveryId: "d", type, automated, first: at(first), last: at(first), times: 1, detail },
});

describe("the news of an email", () => {
  it("stand in the order of their instants, whatever the order in which they came", () => {
    const events = [told("email.opened", 9), told("email.delivered", 2), told("email.delivery_delayed", 1)];
    expect(newsOf(untold, events).map(({ type }) => type)).toEqual(["delayed", "delivered", "opened"]);
  });

  it("say how it bounced, and in whose words", () => {
    const detail = { bounce: { type: "Permanent", message: "550 no such mailbox" } };
    expect(newsOf(untold, [told("email.bounced", 1, detail)])).toMatchObject([
      { type: "bounced", bounce: "Permanent", detail: "550 no such mailbox" },
    ]);
    expect(newsOf(untold, [told("email.failed", 1, { failed: { reason: "No route" } })])).toMatchObject([
      { type: "failed", bounce: null, detail: "No route" },
    ]);
  });

  it("are what the delivery says where the events are forgotten, and nothing twice", () => {
    const row = { ...untold, fate: "bounced", fateAt: at(3), fateDetail: "full", openedAt: at(5) } as const;
    expect(newsOf(row, [])).toMatchObject([
      { type: "bounced", first: at(3), detail: "full" },
      { type: "opened", first: at(5), times: 1 },
    ]);
    expect(newsOf(row, [told("email.opened", 4), told("email.bounced", 2)])).toHaveLength(2);
  });

  it("tell a program's opening from a person's, who opened it too if only the delivery still says so", () => {
    const byProgram = told("email.opened", 1, {}, true);
    expect(newsOf(untold, [told("email.opened", 9), byProgram])).toMatchObject([
      { type: "opened", automated: true, first: at(1) },
      { type: "opened", automated: false, first: at(9) },
    ]);
    expect(newsOf({ ...untold, openedAt: at(5) }, [byProgram])).toMatchObject([
      { type: "opened", automated: true, first: at(1) },
      { type: "opened", automated: false, first: at(5) },
    ]);
    expect(newsOf(untold, [byProgram])).toHaveLength(1);
  });

  it("pass over types and details that nobody knows", () => {
    expect(newsOf(untold, [told("email.sent", 1), told("email.delivered", 2, "odd")])).toMatchObject([
      { type: "delivered", detail: null },
    ]);
  });
});
