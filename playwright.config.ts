import { defineConfig, devices, type Project } from "@playwright/test";

// What a browser run as root in a container needs, and what keeps it off the network.
const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const desktop = devices["Desktop Chrome"];
/** Each waits for its own mails, which leave at one pace for all. */
const SENDING = ["admin", "overview", "pause", "protection", "start-by-hand", "uncertain", "unsubscribe"].map(
  spec,
);
/** These change what everybody sees, or take a table away for a moment. */
const ALONE = ["blog", "caches", "headers", "home", "outlines", "privacy"].map(spec);
/** Turns the engine's clock, of which those that are alone look at nothing: it waits for a full minute beside them. */
const CLOCK = spec("clock");

/**
 * One application and one mailbox for all: each test looks at accounts, mailings and mails of its own. None depends on
 * another's end: those that are alone are a run of their own (scripts/testing/stages.ts).
 */
const tests: Project[] = [
  // First: its mailing to 1,000 takes the pace that all share.
  { name: "due", testMatch: spec("due-mailing"), use: desktop },
  { name: "sending", testMatch: SENDING, use: desktop, workers: 1 },
  { name: "desktop", testIgnore: [spec("due-mailing"), ...SENDING, ...ALONE, CLOCK], use: desktop },
  { name: "clock", testMatch: CLOCK, use: desktop },
  { name: "alone", testMatch: ALONE, use: desktop, workers: 1 },
];

function spec(name: string): string {
  return `${name}.spec.ts`;
}

const images: Project = { name: "pictures", testDir: "tests/screenshots", timeout: 600_000 };

/** `npm test -- --only browser` starts the application and says in E2E_ variables where it is. */
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  workers: 3,
  retries: 0,
  // What a quick machine never comes near, and one three times slower bears.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [["list"], ["json"]],
  use: {
    baseURL: process.env.E2E_URL,
    // What cannot be clicked is told before the test's own time is over.
    actionTimeout: 60_000,
    launchOptions: { executablePath: process.env.E2E_BROWSER, args: BROWSER_FLAGS },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    // Costs a fifth of the processors' time, or more: the second look at what failed takes one.
    trace: "off",
    screenshot: "only-on-failure",
    // What moves has to stand still before it is pressed.
    contextOptions: { reducedMotion: "reduce" },
  },
  // `npm run screenshots` wants pictures of the same application and nothing else.
  projects: process.env.SCREENSHOTS_FOLDER ? [images] : tests,
});
