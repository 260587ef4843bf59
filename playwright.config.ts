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

const tests: Project[] = [
  // First: the demo data's mailing is due within a minute of the start.
  { name: "due", testMatch: "due-mailing.spec.ts", use: { ...devices["Desktop Chrome"] } },
  { name: "desktop", testIgnore: "due-mailing.spec.ts", use: { ...devices["Desktop Chrome"] } },
  { name: "phone", testMatch: "pages.spec.ts", use: { ...devices["Pixel 7"] } },
];
const pictures: Project = { name: "pictures", testDir: "tests/screenshots", timeout: 600_000 };

/** `npm test -- --only browser` starts the application and says in E2E_ variables where it is. */
export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  // One application with one mailbox; its tests would count each other's mails.
  workers: 1,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"], ["json"]],
  use: {
    baseURL: process.env.E2E_URL,
    launchOptions: { executablePath: process.env.E2E_BROWSER, args: BROWSER_FLAGS },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    trace: "retain-on-failure",
  },
  // `npm run screenshots` wants pictures of the same application and nothing else.
  projects: process.env.SCREENSHOTS_FOLDER ? [pictures] : tests,
});
