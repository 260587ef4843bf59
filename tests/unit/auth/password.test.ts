import { availableParallelism } from "node:os";
import { hash as argon2 } from "@node-rs/argon2";
import { describe, expect, it } from "vitest";
import { hashPassword, orTooMany, passwordFit, passwordFits } from "@/lib/auth/password";

describe("a password", () => {
  it("fits its own hash and no other", async () => {
    const hash = await hashPassword("correct horse");
    expect(await passwordFits(hash, "correct horse")).toBe(true);
    expect(await passwordFits(hash, "correct horsE")).toBe(false);
  });

  it("fits however a keyboard composes its letters, and an older hash of what was typed is told apart", async () => {
    const [composed, apart] = ["пароль Ёжика été", "пароль Ёжика été".normalize("NFD")];
    const hash = await hashPassword(apart);
    expect(await passwordFit(hash, composed)).toBe("fits");
    expect(await passwordFit(hash, apart)).toBe("fits");
    expect(await passwordFit(await argon2(apart), apart)).toBe("older");
    expect(await passwordFit(await argon2(apart), `${apart}!`)).toBe("none");
    expect(await passwordFit(null, apart)).toBe("none");
  });

  it("is hashed by argon2id with at least 19 MiB", async () => {
    expect(await hashPassword("a")).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it("never fits an address that nobody has", async () => {
    expect(await passwordFits(null, "")).toBe(false);
    expect(await passwordFits(null, "correct horse")).toBe(false);
  });

  it("waits while as many are hashed as there are processors, and is refused with words where too many wait", async () => {
    const processors = availableParallelism();
    const answers = await Promise.all(
      Array.from({ length: 101 * processors + 3 }, (_, n) => orTooMany(() => hashPassword(`${n}`))),
    );
    const refused = answers.filter((answer) => typeof answer !== "string");
    expect(refused).toEqual(
      Array.from({ length: 3 }, () => ({ ok: false, code: "too_many", retryAfterSeconds: 60 })),
    );
    expect(await orTooMany(() => passwordFits(answers[0] as string, "0"))).toBe(true);
  });
});
