import { describe, expect, it } from "vitest";
import { clientAddress } from "@/lib/auth/client-address";

describe("the address that limits count by", () => {
  it("is the one the nearest proxy wrote, whatever the client claimed before it", () => {
    expect(clientAddress(new Headers({ "X-Forwarded-For": "1.1.1.1, 203.0.113.7" }))).toBe("203.0.113.7");
  });

  it("is one and the same for requests that tell none", () => {
    expect(clientAddress(new Headers())).toBe("unknown");
    expect(clientAddress(new Headers({ "X-Forwarded-For": "" }))).toBe("unknown");
  });
});
