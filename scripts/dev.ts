import { tooOld } from "./node-version";

// Loaded only afterwards: an old Node would stop at their syntax with a page of its own words.
const complaint = tooOld();
if (complaint !== undefined) {
  console.error(complaint);
  process.exit(1);
}
const { serve } = await import("./serve");
await serve("dev");

export {};
