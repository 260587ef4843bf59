import { expect, it } from "vitest";
import { withoutLanguage } from "@/lib/i18n/without-language";

it.each([
  ["/mailings?search=x%26y", { path: "/mailings?search=x%26y", locale: "en" }],
  ["/ru/mailings?search=x%26y", { path: "/mailings?search=x%26y", locale: "ru" }],
  ["/ru", { path: "/", locale: "ru" }],
  ["/ru?a=b", { path: "/?a=b", locale: "ru" }],
  ["/rules", { path: "/rules", locale: "en" }],
  // Redirecting would put nothing before what is left.
  ["/en//evil.example", { path: "/en//evil.example", locale: "en" }],
])("%s is a page and its language", (address, expected) => {
  expect(withoutLanguage(address)).toEqual(expected);
});
