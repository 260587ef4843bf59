import { describe, expect, it } from "vitest";
import { hashPassword, passwordFits } from "@/lib/auth/password";

describe("a password", () => {
  it("fits its own hash and no other", async () => {
    const hash = await hashPassword("correct horse");
    expect(await passwordFits(hash, "correct horse")).toBe(true);
    expect(await passwordFits(hash, "correct horsE")).toBe(false);
  });

  it("is hashed by argon2id with at least 19 MiB", async () => {
    expect(await hashPassword("a")).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it("never fits an address that nobody has", async () => {
    expect(await passwordFits(null, "")).toBe(false);
    expect(await passwordFits(null, "correct horse")).toBe(false);
  });
});
