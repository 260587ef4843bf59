import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { readUnsubscribeToken, unsubscribeToken } from "@/lib/sending/unsubscribe-token";

const ID = "0197a4f2-3c1d-7b1e-8c55-0a1b2c3d4e5f";
const SECRET = "a-secret-of-this-test";

describe("an unsubscribe token", () => {
  it("leads back to its delivery", () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(readUnsubscribeToken(unsubscribeToken(id, SECRET), [SECRET])).toBe(id);
      }),
    );
  });

  it("is the same every time, so that a repeated request has the same bytes", () => {
    expect(unsubscribeToken(ID, SECRET)).toBe(unsubscribeToken(ID, SECRET));
  });

  it("fits into a link as it is", () => {
    expect(unsubscribeToken(ID, SECRET)).toMatch(/^[A-Za-z0-9_-]{44}$/);
  });

  it("holds after a change of secrets, as long as the old one is known", () => {
    const token = unsubscribeToken(ID, "the old secret");
    expect(readUnsubscribeToken(token, [SECRET, "the old secret"])).toBe(ID);
    expect(readUnsubscribeToken(token, [SECRET])).toBeNull();
  });

  it("is worth nothing with one letter changed, anywhere", () => {
    const token = unsubscribeToken(ID, SECRET);
    for (let at = 0; at < token.length; at += 1) {
      // The last letter of each half carries 4 spare bits: A and a letter 16 places on differ in those that count.
      const other = token[at] === "A" ? "Q" : "A";
      const forged = token.slice(0, at) + other + token.slice(at + 1);
      expect(readUnsubscribeToken(forged, [SECRET]), `letter ${at}`).not.toBe(ID);
    }
  });

  it("cannot be made for another delivery from a known one", () => {
    const token = unsubscribeToken(ID, SECRET);
    const other = unsubscribeToken("0197a4f2-3c1d-7b1e-8c55-0a1b2c3d4e60", SECRET);
    expect(readUnsubscribeToken(other.slice(0, 22) + token.slice(22), [SECRET])).toBeNull();
  });

  it.each([
    ["empty", ""],
    ["short", "abc"],
    ["long", "a".repeat(45)],
    ["of other letters", "!".repeat(44)],
  ])("that is %s is refused", (_, token) => {
    expect(readUnsubscribeToken(token, [SECRET])).toBeNull();
  });
});
