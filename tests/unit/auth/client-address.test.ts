import { describe, expect, it } from "vitest";
import { clientAddress } from "@/lib/auth/client-address";

const forwarded = (value: string) => new Headers({ "X-Forwarded-For": value });

describe("the address that limits count by", () => {
  it("is none where no proxy of ours stands in front, whatever the client claims", () => {
    expect(clientAddress(forwarded("203.0.113.7"), 0)).toBeNull();
  });

  it("is the one that the outermost of our proxies was called from, whatever stands before it", () => {
    expect(clientAddress(forwarded("1.1.1.1, 203.0.113.7"), 1)).toBe("203.0.113.7");
    expect(clientAddress(forwarded("1.1.1.1, 203.0.113.7, 10.0.0.1"), 2)).toBe("203.0.113.7");
  });

  it.each(["", "unknown", "203.0.113.7 ; drop", "1.1.1.1,"])("is none for %j", (value) => {
    expect(clientAddress(forwarded(value), 1)).toBeNull();
    expect(clientAddress(new Headers(), 1)).toBeNull();
  });

  it("is none when a request came past some of our proxies", () => {
    expect(clientAddress(forwarded("203.0.113.7"), 2)).toBeNull();
  });

  it.each([
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"],
    ["::1", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["203.0.113.7:50123", "203.0.113.7"],
  ])("of %s is %s", (written, counted) => {
    expect(clientAddress(forwarded(written), 1)).toBe(counted);
  });
});
