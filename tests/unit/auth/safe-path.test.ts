import { describe, expect, it } from "vitest";
import { safePath } from "@/lib/auth/safe-path";

describe("the way back after sign-in", () => {
  it.each(["/mailings", "/ru/mailings?search=a%20b", "/attempts/1?status=rejected"])("keeps %s", (wish) => {
    expect(safePath(wish, "/overview")).toBe(wish);
  });

  it.each([
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/a/..//evil.example",
    "/%2e//evil.example",
    "/%2E%2e//evil.example",
    "/./\\evil.example",
    "/.//",
    "javascript:alert(1)",
    "mailings",
    "",
    "/login?next=/login",
    "/ru/login",
    "/api/auth/signout",
    null,
  ])("never leaves the site nor goes round in circles for %j", (wish) => {
    expect(safePath(wish, "/overview")).toBe("/overview");
  });
});
