import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import {
  expect,
  test as base,
  type Browser,
  type BrowserContext,
  type FullProject,
  type Locator,
  type Page,
} from "@playwright/test";
import { inLanguage, setting, type Account, type Language } from "@/tests/e2e/support/setting";
import { words } from "@/tests/e2e/support/words";

type Credentials = Pick<Account, "email" | "password">;
type Session = Awaited<ReturnType<BrowserContext["storageState"]>>;

interface Fixtures {
  /** Errors of the browser's console that the test brings about on purpose. */
  expectedErrors: RegExp[];
  /** Fails the test when any of its pages logs an error or throws one. */
  quietConsole: undefined;
  /** A page of somebody who is signed in, in a browser profile of its own. */
  pageOf: (account: Account) => Promise<Page>;
  /**
   * The page of somebody, or of a visitor, that the tests of a worker share, as the last of them left it: the browser
   * otherwise starts a process, and loads and compiles the scripts anew, for each test. For tests that change nothing.
   */
  lookOf: (reader: Account | "visitor") => Promise<Page>;
}

interface WorkerFixtures {
  /** What the browser keeps of an account, signed in once: sign-in is limited by account and address. */
  sessionOf: (account: Account) => Promise<Session>;
  shownTo: (reader: Account | "visitor") => Promise<Page>;
}

/** A trace puts a script of its own into every frame; the sandboxed preview of a message runs none, as it should. */
const TRACE_BLOCKED = /Blocked script execution in 'about:srcdoc'/;

export const test = base.extend<Fixtures, WorkerFixtures>({
  expectedErrors: [[], { option: true }],

  quietConsole: [
    async ({ context, expectedErrors }, use, { project }) => {
      const errors = watch(context);
      await use(undefined);
      expect(unexpected(errors, expectedErrors, project), "errors of the console").toEqual([]);
    },
    { auto: true },
  ],

  pageOf: async ({ browser, sessionOf, expectedErrors }, use, { project }) => {
    const contexts: BrowserContext[] = [];
    const errors: string[] = [];
    await use(async (account) => {
      const context = await browser.newContext({
        ...project.use,
        ...project.use.contextOptions,
        storageState: await sessionOf(account),
      });
      contexts.push(context);
      watch(context, errors);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
    expect(unexpected(errors, expectedErrors, project), "errors of the console").toEqual([]);
  },

  lookOf: async ({ shownTo, expectedErrors }, use, { project }) => {
    const errors: string[] = [];
    const pages: Page[] = [];
    await use(async (reader) => {
      const page = await shownTo(reader);
      pages.push(page);
      watch(page, errors);
      return page;
    });
    for (const page of pages) page.removeAllListeners();
    expect(unexpected(errors, expectedErrors, project), "errors of the console").toEqual([]);
  },

  shownTo: [
    async ({ browser, sessionOf }, use, { project }) => {
      const pages = new Map<string, Page>();
      await use(async (reader) => {
        const name = reader === "visitor" ? reader : reader.email;
        const page =
          pages.get(name) ??
          (await browser.newPage({
            ...project.use,
            ...project.use.contextOptions,
            ...(reader !== "visitor" && { storageState: await sessionOf(reader) }),
          }));
        pages.set(name, page);
        return page;
      });
      for (const page of pages.values()) await page.close();
    },
    { scope: "worker" },
  ],

  sessionOf: [
    async ({ browser }, use, { project }) => {
      const sessions = new Map<string, Promise<Session>>();
      await use((account) => {
        const session =
          sessions.get(account.email) ??
          openSession(browser, account, path.join(project.outputDir, `session-of-${account.email}.json`));
        sessions.set(account.email, session);
        return session;
      });
    },
    { scope: "worker" },
  ],
});

/** Signs in by the page, as a person does, and waits for the workspace, wherever in it that leads. */
export async function signIn(page: Page, account: Credentials, language: Language = "en"): Promise<void> {
  await trySignIn(page, account, language);
  await expect(page).not.toHaveURL(/\/login/);
  const header = page.getByRole("banner");
  // In the language of their profile, whatever that of the form; on a phone it stands in the menu.
  const ways = Object.values(words).flatMap(({ signOut, menu }) => [signOut, menu]);
  await expect(header.getByRole("button", { name: new RegExp(`^(${ways.join("|")})$`) })).toBeVisible();
}

/** Sends the form of sign-in, whatever comes of it. */
export async function trySignIn(page: Page, account: Credentials, language: Language = "en"): Promise<void> {
  const said = words[language];
  await page.goto(inLanguage(language, "/login"));
  await page.getByLabel(said.email).fill(account.email);
  await page.getByLabel(said.password, { exact: true }).fill(account.password);
  await submit(page, said.signIn);
}

/** Presses a button of the page itself, not of its header. */
export async function submit(page: Page, name: string): Promise<void> {
  await page.getByRole("main").getByRole("button", { name, exact: true }).click();
}

/** The button that starts a mailing by hand, once its dialog has asked. */
export async function confirmedStart(page: Page, language: Language = "en"): Promise<Locator> {
  const { start } = words[language];
  await page.getByRole("main").getByRole("button", { name: start }).click();
  return page.getByRole("alertdialog").getByRole("button", { name: start });
}

/** A demo account by its place among those of its role. */
export function account(role: string, place = 0): Account {
  const found = setting.E2E_ACCOUNTS.filter((one) => one.role === role)[place];
  if (!found) throw new Error(`npm start showed no account ${place} of the role ${role}.`);
  return found;
}

/** That of another worker of the run, which Playwright begins with an empty folder, or a new one. */
async function openSession(browser: Browser, account: Account, file: string): Promise<Session> {
  const storageState = existsSync(file) ? file : undefined;
  const context = await browser.newContext({
    baseURL: setting.E2E_URL,
    ...(storageState && { storageState }),
  });
  try {
    if (storageState === undefined) {
      await signIn(await context.newPage(), account);
      await mkdir(path.dirname(file), { recursive: true });
      await context.storageState({ path: `${file}.${process.pid}` });
      await rename(`${file}.${process.pid}`, file);
    }
    return await context.storageState();
  } finally {
    await context.close();
  }
}

function watch(watched: BrowserContext | Page, errors: string[] = []): string[] {
  watched.on("console", (message) => {
    if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
  });
  if ("pages" in watched) watched.on("weberror", (error) => errors.push(String(error.error())));
  else watched.on("pageerror", (error) => errors.push(String(error)));
  return errors;
}

function unexpected(errors: readonly string[], expected: readonly RegExp[], { use }: FullProject): string[] {
  const traced = use.trace === undefined || use.trace === "off" ? [] : [TRACE_BLOCKED];
  return errors.filter((error) => ![...expected, ...traced].some((pattern) => pattern.test(error)));
}
