import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { readUnsubscribeToken, unsubscribeToken } from "@/lib/sending/unsubscribe-token";
import { readViewToken, viewToken } from "@/lib/sending/view-token";

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

  it("is worth nothing with one letter changed to any other, anywhere", () => {
    const token = unsubscribeToken(ID, SECRET);
    const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    for (let at = 0; at < token.length; at += 1) {
      // The last letter of each half carries 4 spare bits: 15 others would decode to the same bytes.
      const forged = letters
        .filter((letter) => letter !== token[at])
        .map((letter) => token.slice(0, at) + letter + token.slice(at + 1));
      const accepted = forged.filter((other) => readUnsubscribeToken(other, [SECRET]) !== null);
      expect(accepted, `letter ${at}`).toEqual([]);
    }
  });

  it("cannot be made for another delivery from a known one", () => {
    const token = unsubscribeToken(ID, SECRET);
    const other = unsubscribeToken("0197a4f2-3c1d-7b1e-8c55-0a1b2c3d4e60", SECRET);
    expect(readUnsubscribeToken(other.slice(0, 22) + token.slice(22), [SECRET])).toBeNull();
  });

  it("is no link to view an email, nor the other way round", () => {
    expect(readViewToken(unsubscribeToken(ID, SECRET), [SECRET])).toBeNull();
    expect(readUnsubscribeToken(viewToken(ID, SECRET), [SECRET])).toBeNull();
    expect(readViewToken(viewToken(ID, SECRET), [SECRET])).toBe(ID);
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
