import { tooOld } from "./node-version.mjs";

// Loaded before every command, whose syntax would stop an old Node with a page of its own words.
const complaint = tooOld();
if (complaint !== undefined) {
  console.error(complaint);
  process.exit(1);
}
