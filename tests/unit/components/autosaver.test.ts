import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { autosaver, type AutosaveState } from "@/components/messages/autosaver";

type Answer = { ok: true; at: number } | { ok: false; code: "unreachable" };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function started(answer: () => Answer | Promise<Answer> = () => ({ ok: true, at: 1 })) {
  const sent: (string | null)[] = [];
  const told: AutosaveState[] = [];
  const saver = autosaver(
    async (text) => {
      sent.push(text);
      return answer();
    },
    (state) => told.push(state),
    { text: null, at: 0 },
  );
  return { saver, sent, told };
}

it("keeps what is typed once it rests, and in the midst of typing that never rests", async () => {
  const { saver, sent, told } = started();
  saver.typed("a");
  await vi.advanceTimersByTimeAsync(1_000);
  saver.typed("ab");
  expect(told.at(-1)).toEqual({ status: "saving" });
  await vi.advanceTimersByTimeAsync(1_200);
  expect(sent).toEqual(["ab"]);
  expect(told.at(-1)).toEqual({ status: "kept", at: 1 });
  for (let typed = 0; typed < 20; typed += 1) {
    saver.typed(`ab${typed}`);
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(sent.length).toBeGreaterThan(1);
});

it("says until it succeeds that nothing is kept, and tries the newest text again by itself", async () => {
  let isThere = false;
  const { saver, sent, told } = started(() =>
    isThere ? { ok: true, at: 2 } : { ok: false, code: "unreachable" },
  );
  saver.typed("a");
  await vi.advanceTimersByTimeAsync(1_200);
  saver.typed("ab");
  await vi.advanceTimersByTimeAsync(1_200);
  expect(told.at(-1)).toEqual({ status: "failed", code: "unreachable" });
  expect(told.slice(1).every(({ status }) => status === "failed")).toBe(true);
  isThere = true;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent.at(-1)).toBe("ab");
  expect(told.at(-1)).toEqual({ status: "kept", at: 2 });
});

it("sends nothing while a save is waited for, nor after it what is saved; an older answer says nothing", async () => {
  const answers: ((answer: Answer) => void)[] = [];
  const { saver, sent, told } = started(() => new Promise((resolve) => void answers.push(resolve)));
  saver.typed("a");
  await vi.advanceTimersByTimeAsync(1_200);
  saver.hold(true);
  saver.typed("ab");
  await vi.advanceTimersByTimeAsync(20_000);
  expect(sent).toEqual(["a"]);
  saver.settle(5);
  answers[0]?.({ ok: true, at: 1 });
  saver.hold(false);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(sent).toEqual(["a"]);
  expect(told.at(-1)).toEqual({ status: "saved", at: 5 });
});

it("deletes what is kept of a text that was typed back to what is saved", async () => {
  const { saver, sent, told } = started();
  saver.typed("a");
  await vi.advanceTimersByTimeAsync(1_200);
  saver.typed(null);
  await vi.advanceTimersByTimeAsync(1_200);
  expect(sent).toEqual(["a", null]);
  expect(told.at(-1)).toEqual({ status: "idle" });
  saver.typed("b");
  saver.typed(null);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(sent).toEqual(["a", null]);
  expect(told.at(-1)).toEqual({ status: "idle" });
});

it("sends on leaving what waits, once", async () => {
  const { saver, sent } = started(() => ({ ok: false, code: "unreachable" }));
  saver.typed("a");
  saver.leave();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toEqual(["a"]);
});
