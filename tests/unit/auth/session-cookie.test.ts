import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { forgetEnv } from "@/lib/env";
import { readSession } from "@/lib/auth/session-cookie";
import { PRODUCTION } from "@/tests/support/configurations";

const NAME = "__Secure-authjs.session-token";
const HOUR_MS = 3_600_000;
const jar = new Map<string, string>();
const compared = vi.hoisted(() => vi.fn((token: unknown) => Promise.resolve(token)));
const decrypted = vi.hoisted(() => vi.fn());

vi.mock("@/lib/auth/session-token", () => ({ comparedToken: compared }));
vi.mock("next/headers", () => ({
  cookies: () => Promise.resolve({ toString: () => [...jar].map((pair) => pair.join("=")).join("; ") }),
}));
vi.mock("next-auth/jwt", async (original) => {
  const library = await original<typeof import("next-auth/jwt")>();
  return {
    ...library,
    decode: (...args: Parameters<typeof library.decode>) => {
      decrypted();
      return library.decode(...args);
    },
  };
});

beforeAll(() => {
  for (const [name, value] of Object.entries({ ...PRODUCTION, TRUSTED_PROXIES: "0", VERCEL: "" }))
    vi.stubEnv(name, value);
  forgetEnv();
});
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  forgetEnv();
});
beforeEach(() => {
  jar.clear();
  compared.mockClear();
  decrypted.mockClear();
});

function tokenFor(sub: string, secret: string = PRODUCTION.AUTH_SECRET, salt = NAME): Promise<string> {
  return encode({ token: { sub }, secret, salt, maxAge: HOUR_MS / 1_000 });
}

it("a session's token is decrypted once and compared with the database at every request", async () => {
  jar.set(NAME, await tokenFor("somebody"));
  for (let nth = 0; nth < 3; nth += 1) expect(await readSession()).toMatchObject({ sub: "somebody" });
  expect(decrypted).toHaveBeenCalledTimes(1);
  expect(compared).toHaveBeenCalledTimes(3);
  compared.mockResolvedValueOnce(null);
  expect(await readSession()).toBeNull();
});

it("a token that is known ends with its age all the same", async () => {
  jar.set(NAME, await tokenFor("old"));
  expect(await readSession()).not.toBeNull();
  vi.useFakeTimers({ now: Date.now() + HOUR_MS + 60_000, toFake: ["Date"] });
  expect(await readSession()).toBeNull();
  vi.useRealTimers();
});

it("a token in pieces, as Auth.js cuts long ones, is one session", async () => {
  const token = await tokenFor("long");
  jar.set(`${NAME}.0`, token.slice(0, 100));
  jar.set(`${NAME}.1`, token.slice(100));
  expect(await readSession()).toMatchObject({ sub: "long" });
});

it("no cookie, garbage, another secret's token and another cookie's are nobody's", async () => {
  expect(await readSession()).toBeNull();
  const others = [
    "garbage",
    await tokenFor("x", "another-secret-0123456789-0123456789"),
    await tokenFor("x", undefined, "b"),
  ];
  for (const token of others) {
    jar.set(NAME, token);
    expect(await readSession()).toBeNull();
  }
  jar.clear();
  jar.set("authjs.session-token", await tokenFor("x", undefined, "authjs.session-token"));
  expect(await readSession()).toBeNull();
  expect(compared).not.toHaveBeenCalled();
});
