import { expect, test } from "vitest";
import { tooOld } from "@/scripts/node-version";

test.each(["18.20.8", "20.18.3", "19.9.0"])("Node %s is turned away with one sentence", (version) => {
  expect(tooOld(version)).toBe(`Posthorn needs Node 20.19 or newer; this is ${version}.`);
});

test.each(["20.19.0", "20.20.1", "22.1.0", "25.0.0-nightly"])("Node %s will do", (version) => {
  expect(tooOld(version)).toBeUndefined();
});
