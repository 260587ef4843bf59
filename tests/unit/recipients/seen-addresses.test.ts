import { describe, expect, it } from "vitest";
import { SeenAddresses } from "@/lib/recipients/seen-addresses";

describe("addresses that a file has had", () => {
  it("are known again by their first line, and no others, over several growths", () => {
    const seen = new SeenAddresses();
    const addresses = Array.from({ length: 150_000 }, (_, n) => `r${n}@mail.example`);
    expect(addresses.filter((address, n) => seen.add(address, n + 2) !== undefined)).toEqual([]);
    expect(addresses.filter((address, n) => seen.add(address, n + 200_000) !== n + 2)).toEqual([]);
  });
});
