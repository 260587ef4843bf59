import { describe, expect, it } from "vitest";
import { answersAt } from "@/lib/security/answers-at";
import { hostName, isLoopback } from "@/lib/security/hosts";

const NOTHING = { database: false, mailbox: false };
const PUBLIC = { APP_URL: "https://mail.posthorn.io", TRUSTED_PROXIES: 0, embedded: NOTHING };
const LAPTOP = {
  APP_URL: "http://localhost:3000",
  TRUSTED_PROXIES: 0,
  embedded: { database: true, mailbox: true },
};

const answers = (settings: typeof PUBLIC, headers: Record<string, string>) =>
  answersAt(settings, new Headers(headers));

describe("the application's own address", () => {
  it.each([
    "mail.posthorn.io",
    "mail.posthorn.io:443",
    "mail.posthorn.io:8443",
    "MAIL.posthorn.io.",
    "mail.posthorn.io:",
  ])("is APP_URL's host, at whatever port and however it is written: %s", (host) => {
    expect(answers(PUBLIC, { host })).toBe(true);
  });

  it.each([
    "posthorn.io",
    "evil.mail.posthorn.io",
    "mail.posthorn.io.evil.example",
    "mail.posthorn.io@evil.example",
    "evil.example/mail.posthorn.io",
    "evil.example?mail.posthorn.io",
    "evil.example#.mail.posthorn.io",
    "mail.posthorn.io, evil.example",
    "mail.posthorn.io evil.example",
    "evil.example\\mail.posthorn.io",
    "mail.posthorn.io:evil",
    "mail_posthorn.io",
    "localhost",
    "127.0.0.1:3000",
    "[::1]",
    ":3000",
    "%",
  ])("is no other: %s", (host) => {
    expect(answers(PUBLIC, { host })).toBe(false);
  });

  it("is none where a request names no host", () => {
    expect(answers(PUBLIC, {})).toBe(false);
    expect(answers(LAPTOP, {})).toBe(false);
    expect(answers({ ...PUBLIC, TRUSTED_PROXIES: 1 }, { "x-forwarded-host": "mail.posthorn.io" })).toBe(
      false,
    );
  });

  it.each(["localhost", "localhost:3000", "localhost:1", "127.0.0.1:3000", "127.8.8.8", "[::1]:3000"])(
    "is this machine too, where it runs services of its own: %s",
    (host) => {
      expect(answers(LAPTOP, { host })).toBe(true);
      for (const embedded of [
        { database: true, mailbox: false },
        { database: false, mailbox: true },
      ])
        expect(answers({ ...PUBLIC, embedded }, { host })).toBe(true);
    },
  );

  it.each([
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "0.0.0.0",
    "10.0.0.1",
    "a.localhost",
  ])("is nothing that only leads to this machine: %s", (host) => {
    expect(answers(LAPTOP, { host })).toBe(false);
  });

  it("is what a proxy of ours was asked for, and nobody else's word", () => {
    const behind = { ...PUBLIC, TRUSTED_PROXIES: 1 };
    const named = (value: string) => ({ host: "127.0.0.1:3000", "x-forwarded-host": value });
    for (const value of ["mail.posthorn.io", "mail.posthorn.io:443", "anything.example, mail.posthorn.io"]) {
      expect(answers(behind, named(value)), value).toBe(true);
      expect(answers(PUBLIC, named(value)), value).toBe(false);
    }
    for (const value of ["evil.example", "mail.posthorn.io, evil.example", "", ",", "localhost"]) {
      expect(answers(behind, named(value)), value).toBe(false);
    }
  });
});

describe("the name in a Host header", () => {
  it.each([
    ["Example.COM:80", "example.com"],
    ["example.com.", "example.com"],
    ["[::1]:80", "[::1]"],
    ["0x7f.1", "127.0.0.1"],
    ["2130706433", "127.0.0.1"],
    ["почта.рф", "xn--80a1acny.xn--p1ai"],
  ])("is read as a browser reads it: %s", (header, name) => {
    expect(hostName(header)).toBe(name);
  });

  it.each([null, undefined, "", " ", "a b", "a/b", "a@b", "a:b", "[::1", "%zz"])(
    "may be none: %s",
    (header) => {
      expect(hostName(header)).toBeNull();
    },
  );
});

it("leads to the machine that asks, whoever answers for names", () => {
  for (const name of ["localhost", "127.0.0.1", "127.255.0.1", "[::1]"])
    expect(isLoopback(name), name).toBe(true);
  for (const name of [
    "localhost.example",
    "a.localhost",
    "127.0.0.1.example",
    "128.0.0.1",
    "[::2]",
    "0.0.0.0",
  ])
    expect(isLoopback(name), name).toBe(false);
});
