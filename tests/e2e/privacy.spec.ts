import { expect, type APIResponse, type Page } from "@playwright/test";
import { createAccount } from "@/tests/e2e/support/accounts";
import { attemptsOf, createMailing, db } from "@/tests/e2e/support/ledger";
import { createOwner, type Owner } from "@/tests/e2e/support/owners";
import { signedIn } from "@/tests/e2e/support/sessions";
import { inLanguage, LANGUAGES } from "@/tests/e2e/support/setting";
import { account, confirmedStart, submit, test } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";

test.describe("another person's mailing", () => {
  test.use({ expectedErrors: [[/status of 404|ERR_FAILED|Failed to fetch/], { scope: "test" }] });

  for (const language of LANGUAGES) {
    test(`is not found, and nothing tells that it exists (${language})`, async ({ pageOf }) => {
      const { id } = await createMailing(account("user").email, 3);
      const page = await pageOf(account("user", 1));
      const unknown = "019aa000-0000-7000-8000-000000000000";
      for (const one of [id, unknown]) {
        const response = await page.goto(inLanguage(language, `/mailings/${one}`));
        expect(response?.status()).toBe(404);
        await expect(page.getByRole("heading", { name: words[language].notFound })).toBeVisible();
        expect((await page.request.get(`/api/mailings/${one}/progress`)).status()).toBe(404);
      }
    });
  }

  test("cannot be started with the owner's own form", async ({ pageOf }) => {
    const { id } = await createMailing(account("user").email, 3);
    const owner = await pageOf(account("user"));
    await owner.goto(`/mailings/${id}`);
    await owner.route("**/mailings/*", (route) =>
      route.request().method() === "POST" ? route.abort() : route.continue(),
    );
    const start = await confirmedStart(owner);
    const [request] = await Promise.all([
      owner.waitForRequest((one) => one.method() === "POST"),
      start.click(),
    ]);
    const { "content-length": _length, cookie: _cookie, ...headers } = await request.allHeaders();
    const form = { method: "POST", headers, data: request.postDataBuffer() ?? "" };
    const stranger = await pageOf(account("user", 1));
    await stranger.request.fetch(request.url(), form);
    expect(await attemptsOf(id)).toEqual([]);
    // The very same form of the owner does start it.
    await owner.request.fetch(request.url(), form);
    expect(await attemptsOf(id)).toHaveLength(1);
  });
});

test("a visitor is led to sign-in and back", async ({ page }) => {
  await page.goto("/mailings?search=news");
  await expect(page).toHaveURL(/\/login\?next=%2Fmailings%3Fsearch%3Dnews$/);
  expect(
    (await page.request.get("/api/mailings/019aa000-0000-7000-8000-000000000000/progress")).status(),
  ).toBe(401);
});

declare global {
  interface Window {
    /** Put there by the test. */
    lookedAt: (address: string, text: string) => void;
  }
}

/** Lists of one's own, and what each of their rows begins with. */
const OWN_LISTS = {
  "/recipients": "reader",
  "/recipients/lists": "Readers",
  "/messages": "News",
  "/mailings": "Weekly",
};

test("two people in turn get each their own of every list and detail, whatever the other has just had cached", async () => {
  const [one, other, watcher] = await Promise.all([createOwner(), createOwner(), createAccount("manager")]);
  const sessions = await Promise.all([one.account, other.account, watcher].map(signedIn));
  const read = async (place: number, path: string) => {
    const answer = await sessions[place]?.get(path);
    return { status: answer?.status(), text: (await answer?.text()) ?? "" };
  };
  const cursors = new Map<string, string>();
  for (let round = 0; round < 3; round += 1) {
    for (const [place, { own, foreign }] of [
      { own: one, foreign: other },
      { own: other, foreign: one },
    ].entries()) {
      for (const [list, word] of Object.entries(OWN_LISTS)) {
        const first = (await read(place, list)).text;
        const cursor = /[?&;]after=([^"&]+)/.exec(first)?.[1] ?? "";
        expect(cursor, list).not.toBe("");
        cursors.set(`${place} ${list}`, cursor);
        const theirs = cursors.get(`${1 - place} ${list}`) ?? cursor;
        for (const path of ["", `?search=${word}`, `?after=${cursor}`].map((query) => list + query)) {
          const { status, text } = await read(place, path);
          expect({ status, own: text.includes(own.tag), foreign: text.includes(foreign.tag) }, path).toEqual({
            ...{ status: 200, own: true, foreign: false },
          });
        }
        for (const path of [`/ru${list}`, `${list}?after=${theirs}`, `${list}?before=${theirs}`])
          expect((await read(place, path)).text, path).not.toContain(foreign.tag);
        // Everybody's: whoever watches finds rows of both.
        for (const { tag } of [own, foreign]) {
          const [begin, row] =
            list === "/recipients"
              ? [`reader0.${tag}`, `reader0.${tag}@readers.example`]
              : [tag, `${tag} 54`];
          expect((await read(2, `/admin${list}?search=${begin}`)).text, list).toContain(row);
        }
      }
      for (const path of ["/mailings/new", "/overview"])
        expect((await read(place, path)).text, path).not.toContain(foreign.tag);
      for (const detail of detailsOf(own)) {
        expect((await read(place, detail)).text, detail).toContain(own.tag);
        expect((await read(2, watchersOf(detail))).text, detail).toContain(own.tag);
      }
      for (const detail of detailsOf(foreign)) {
        const { status, text } = await read(place, detail);
        expect({ status, foreign: text.includes(foreign.tag) }, detail).toEqual({
          ...{ status: 404, foreign: false },
        });
      }
    }
  }
  await Promise.all(sessions.map((session) => session.dispose()));
});

function detailsOf({ ids }: Owner): string[] {
  const { mailing, message, recipient, list } = ids;
  return [
    `/mailings/${mailing}`,
    `/messages/${message}`,
    `/recipients/${recipient}`,
    `/recipients/lists/${list}`,
  ];
}

/** Where who watches over everybody's sees the same. */
function watchersOf(detail: string): string {
  return detail.startsWith("/mailings") ? detail : `/admin${detail}`;
}

test.describe("one browser, two people", () => {
  // What the first had open is not there for the second, and the frames of previews run no script, a test's neither.
  test.use({
    expectedErrors: [[/status of 404/, /Blocked script execution in 'about:srcdoc'/], { scope: "test" }],
  });

  test("whoever signs in where somebody else has signed out sees nothing of theirs, nor by going back", async ({
    page,
  }) => {
    const [one, other] = await Promise.all([createOwner(), createOwner()]);
    // Whatever stands on the page for a moment, every change of it is looked at.
    let foreign: string | null = null;
    const leaks: string[] = [];
    await page.exposeFunction("lookedAt", (address: string, text: string) => {
      if (foreign !== null && text.includes(foreign)) leaks.push(address);
    });
    await page.addInitScript(() => {
      const look = () => window.lookedAt(window.location.href, document.documentElement.outerHTML);
      new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
      window.addEventListener("pageshow", look);
    });
    await page.goto("/login");
    await enter(page, one);
    await walk(page, one);
    await page.getByRole("button", { name: words.en.signOut }).first().click();
    await expect(page).toHaveURL(/:\d+\/$/);
    foreign = one.tag;
    // Within the application, so that the router keeps what it has.
    await page.getByRole("banner").getByRole("link", { name: words.en.signIn }).click();
    await enter(page, other);
    await walk(page, other);
    // Through all that the first has looked at.
    for (let step = 0; step < 30 && page.url() !== "about:blank"; step += 1) {
      // While the browser changes from one process to the next, a page has no history to ask for.
      await expect(() => page.goBack({ waitUntil: "load" })).toPass();
      await page.waitForTimeout(50);
    }
    expect(leaks).toEqual([]);
  });
});

async function enter(page: Page, { account: { email, password } }: Owner): Promise<void> {
  await page.getByLabel(words.en.email).fill(email);
  await page.getByLabel(words.en.password, { exact: true }).fill(password);
  await submit(page, words.en.signIn);
  await expect(page).toHaveURL(/\/overview$/);
}

/** From list to list and into a row of each, by links alone. */
async function walk(page: Page, { tag }: Owner): Promise<void> {
  for (const name of ["Recipients", "Messages", "Mailings"]) {
    await page.getByRole("banner").getByRole("link", { name, exact: true }).click();
    await page
      .getByRole("main")
      .getByRole("link", { name: new RegExp(tag) })
      .first()
      .click();
    await expect(page).toHaveURL(/[\da-f]{12}$/);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(/\S/);
  }
}

test("whoever is signed in gets the very pages that visitors get", async ({ request }) => {
  const session = await signedIn(account("user"));
  const article = await db.post.findFirstOrThrow({
    where: { status: "published" },
    select: { slug: true, language: true },
  });
  const paths = [
    ...["/", "/blog", "/blog/feed.xml"].flatMap((path) => LANGUAGES.map((one) => inLanguage(one, path))),
    `/blog/${article.slug}`,
    "/sitemap.xml",
  ];
  for (const path of paths) {
    await session.get(path);
    const [own, visitors] = [await session.get(path), await request.get(path)];
    expect(own.headers()["set-cookie"], path).toBeUndefined();
    expect(await own.text(), path).not.toContain(account("user").email);
    expect(visitors.headers()["set-cookie"], path).toBeUndefined();
    expect(howKept(own), path).toMatch(/s-maxage|max-age/);
    expect(howKept(visitors), path).toBe(howKept(own));
  }
  await session.dispose();
});

/** Without seconds: home is kept until its minute ends, so that each making of it says others. */
function howKept(answer: APIResponse): string {
  return (answer.headers()["cache-control"] ?? "").replaceAll(/=\d+/g, "");
}
