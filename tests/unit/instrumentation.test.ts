import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetEnv } from "@/lib/env";
import { register } from "@/instrumentation";
import { complaintAbout, PRODUCTION } from "@/tests/support/configurations";

const { startScheduler } = vi.hoisted(() => ({ startScheduler: vi.fn() }));
vi.mock("@/lib/engine-host/scheduler", () => ({ startScheduler }));

class Ended extends Error {}
const said = vi.spyOn(console, "error");
const exit = vi.spyOn(process, "exit");

beforeEach(() => {
  startScheduler.mockReset();
  said.mockReset().mockImplementation(() => {});
  exit.mockReset().mockImplementation(() => {
    throw new Ended();
  });
  forgetEnv();
});

afterEach(() => {
  vi.unstubAllEnvs();
  forgetEnv();
});

function serveWith(settings: Record<string, string>, runtime: "nodejs" | "edge" = "nodejs"): Promise<void> {
  for (const [name, value] of Object.entries({ ...PRODUCTION, VERCEL: "", ...settings }))
    vi.stubEnv(name, value);
  vi.stubEnv("NEXT_RUNTIME", runtime);
  return register();
}

test("a server whose configuration cannot be used ends with 2 and one sentence before anything else", async () => {
  const broken = { APP_URL: "http://localhost:3000" };
  await expect(serveWith(broken)).rejects.toThrow(Ended);
  expect(exit.mock.calls).toEqual([[2]]);
  expect(said.mock.calls).toEqual([[complaintAbout({ ...PRODUCTION, ...broken })]]);
  expect(startScheduler).not.toHaveBeenCalled();
});

test("one that can be used serves, and starts its scheduler", async () => {
  await serveWith({});
  expect(exit).not.toHaveBeenCalled();
  expect(startScheduler).toHaveBeenCalledOnce();
});

test("what runs outside Node reads no setting", async () => {
  await serveWith({ APP_URL: "" }, "edge");
  expect(said).not.toHaveBeenCalled();
  expect(startScheduler).not.toHaveBeenCalled();
});
