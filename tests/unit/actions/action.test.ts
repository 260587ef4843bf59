import { beforeEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { action } from "@/lib/actions/action";
import { typedValues } from "@/lib/actions/form-values";
import { idle } from "@/lib/actions/state";
import { currentUser } from "@/lib/auth/session";
import { done } from "@/lib/commands/result";

// Sessions and the cache belong to Next's server.
vi.mock("@/lib/auth/session", () => ({ currentUser: vi.fn() }));
vi.mock("@/lib/cache/apply-change", () => ({ applyChange: vi.fn() }));
vi.mock("@/lib/i18n/navigation", () => ({ redirect: vi.fn() }));
vi.mock("next/cache", () => ({ refresh: vi.fn() }));
vi.mock("next/headers", () => ({ headers: vi.fn() }));

const run = vi.fn(() => Promise.resolve(done(null)));
const fields = z.string().transform((text): unknown => JSON.parse(text));
const at = z.string().transform((text) => new Date(text));
const save = action({ bound: z.string(), input: z.object({ fields, at }), run });

beforeEach(() => {
  run.mockClear();
  vi.mocked(currentUser).mockResolvedValue({ id: "1" } as never);
});

function called(bound: string, typed: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ fields: "[]", at: "2026-12-01T00:00:00Z", ...typed }))
    form.set(name, value);
  return save(bound, idle, form);
}

it.each<[what: string, bound: string, typed: Record<string, string>, code: string]>([
  ["half of a pair in JSON", "id", { fields: '[{"name":"a\\ud800"}]' }, "invalid"],
  ["a NUL in the name of a field", "id", { fields: '[{"a\\u0000":1}]' }, "invalid"],
  ["the year 0", "id", { at: "0000-01-01T00:00:00Z" }, "invalid"],
  ["the year 10000", "id", { at: "+010000-01-01T00:00:00Z" }, "invalid"],
  ["a NUL in what the page bound", "i\0d", {}, "not_found"],
])("what PostgreSQL cannot store reaches no command: %s", async (_, bound, typed, code) => {
  expect(await called(bound, typed)).toMatchObject({ status: "refused", code });
  expect(run).not.toHaveBeenCalled();
  expect(await called("id", { fields: '[{"name":"😀"}]' })).toMatchObject({ status: "done" });
});

it("a field that is named as a part of every object is a field", () => {
  const form = new FormData();
  form.append("__proto__", "a");
  form.append("__proto__", "b");
  form.append("email", "c");
  expect(Object.entries(typedValues(form))).toEqual([
    ["__proto__", ["a", "b"]],
    ["email", "c"],
  ]);
});
