import { randomUUID } from "node:crypto";
import { expect } from "@playwright/test";
import { photo } from "@/tests/support/photo";
import { db } from "@/tests/e2e/support/ledger";
import { inLanguage, JOURNEY_LANGUAGES, type Language } from "@/tests/e2e/support/setting";
import { account, test } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";

const desk = {
  en: {
    begin: "New article",
    title: "Title",
    text: "Text",
    draft: "Save as draft",
    save: "Save",
    saved: "Saved.",
    preview: "Preview",
    publish: "Publish",
    takeDown: "Take down",
    onBlog: "Open on the blog",
    remove: "Delete",
    forGood: "Delete for good",
    blog: "Blog",
    large: "This file is larger than 4.5 MB.",
    views: "1 view",
    left: "You left text here without saving it.",
    bringBack: "Bring it back",
    discard: "Discard it",
    savedByAnother: "Somebody else has saved this since you opened it.",
  },
  ru: {
    begin: "Новая статья",
    title: "Заголовок",
    text: "Текст",
    draft: "Сохранить черновик",
    save: "Сохранить",
    saved: "Сохранено.",
    preview: "Предпросмотр",
    publish: "Опубликовать",
    takeDown: "Снять с публикации",
    onBlog: "Открыть в блоге",
    remove: "Удалить",
    forGood: "Удалить навсегда",
    blog: "Блог",
    large: "Файл больше 4,5 МБ.",
    views: "1 просмотр",
    left: "Здесь остался несохранённый текст.",
    bringBack: "Вернуть",
    discard: "Отбросить",
    savedByAnother: "Пока страница была открыта, здесь сохранил изменения кто-то другой.",
  },
} satisfies Record<Language, Record<string, string>>;

test.use({ expectedErrors: [[/status of 404/], { scope: "test" }] });

for (const language of JOURNEY_LANGUAGES) {
  const said = desk[language];

  test(`what a content manager writes, visitors read at once, and as long as it is there (${language})`, async ({
    page: visitor,
    pageOf,
  }) => {
    const title = `${language === "en" ? "A letter" : "Письмо"} ${randomUUID().slice(0, 8)}`;
    const writer = await pageOf(account("content_manager"));
    // Both pages are kept by now, the one that there is not too.
    await visitor.goto(inLanguage(language, "/blog"));
    await expect(visitor.getByRole("heading", { level: 1, name: said.blog })).toBeVisible();

    await writer.goto(inLanguage(language, "/posts"));
    await writer.getByRole("link", { name: said.begin }).click();
    await expect(writer.getByRole("heading", { level: 1, name: said.begin })).toBeVisible();
    // What is typed before the page's script is there would be lost.
    await writer.waitForLoadState("networkidle");
    await writer.getByLabel(said.title).fill(title);
    const text = writer.getByRole("textbox", { name: said.text, exact: true });
    await text.fill("## One\n\nFirst <script>alert(1)</script> **words**");
    await writer.getByRole("button", { name: said.preview }).click();
    await expect(writer.getByRole("heading", { level: 2, name: "One" })).toBeVisible();
    await writer.getByRole("button", { name: said.draft }).click();
    await expect(writer.getByRole("heading", { level: 1, name: title })).toBeVisible();
    const { slug } = await db.post.findFirstOrThrow({ where: { title }, select: { slug: true } });
    const address = inLanguage(language, `/blog/${slug}`);
    expect((await visitor.goto(address))?.status()).toBe(404);
    await expect(visitor).toHaveTitle(`${words[language].notFound} · Posthorn`);
    await expect(visitor.getByRole("heading", { name: words[language].notFound })).toBeVisible();

    await writer.getByRole("button", { name: said.publish, exact: true }).click();
    await expect(writer.getByRole("link", { name: said.onBlog })).toBeVisible();
    expect((await visitor.goto(address))?.status()).toBe(200);
    await expect(visitor.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expect(visitor.getByText("First <script>alert(1)</script> words")).toBeVisible();
    await expect(visitor.getByText(said.views)).toBeVisible();
    await visitor.goto(inLanguage(language, "/blog"));
    await expect(visitor.getByRole("link", { name: title })).toBeVisible();

    await writer.getByRole("textbox", { name: said.text, exact: true }).fill("Second words");
    await writer.getByRole("button", { name: said.save, exact: true }).click();
    await expect(writer.getByRole("alert").filter({ hasText: said.saved })).toBeVisible();
    await visitor.goto(address);
    await expect(visitor.getByText("Second words")).toBeVisible();

    await writer.getByRole("button", { name: said.takeDown }).click();
    await writer.getByRole("alertdialog").getByRole("button", { name: said.takeDown }).click();
    await expect(writer.getByRole("link", { name: said.onBlog })).toHaveCount(0);
    expect((await visitor.goto(address))?.status()).toBe(404);

    await writer.getByRole("button", { name: said.remove }).click();
    await writer.getByRole("button", { name: said.forGood }).click();
    await expect(writer.getByRole("heading", { level: 1, name: words[language].articles })).toBeVisible();
    expect(await db.post.count({ where: { title } })).toBe(0);
  });

  test(`a picture that is too large is refused with a sentence, before it is sent (${language})`, async ({
    pageOf,
  }) => {
    const writer = await pageOf(account("content_manager"));
    await writer.goto(inLanguage(language, "/posts/new"));
    const file = { name: "street.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(4_500_001) };
    await writer.locator('input[type="file"]').setInputFiles(file);
    await expect(writer.getByText(said.large)).toBeVisible();
  });
}

for (const language of JOURNEY_LANGUAGES) {
  const said = desk[language];

  test(`what is left by Back without being saved is offered to who wrote it, and saved over nobody's (${language})`, async ({
    pageOf,
  }) => {
    const title = `Left ${randomUUID().slice(0, 8)}`;
    const { id } = await draft(title);
    const writer = await pageOf(account("content_manager"));
    const text = writer.locator("[name=source]");
    const heading = (name: string) => writer.getByRole("heading", { level: 1, name });
    const offer = writer.getByText(said.left);
    const leaveByBack = async () => {
      await writer.goBack();
      await expect(heading(words[language].articles)).toBeVisible();
    };
    const open = async () => {
      await writer.getByRole("link", { name: title }).click();
      await expect(heading(title)).toBeVisible();
    };

    await writer.goto(inLanguage(language, "/posts"));
    // What is typed before the page's script is there would be lost.
    await writer.waitForLoadState("networkidle");
    await open();
    await text.fill("Typed and not saved");
    await leaveByBack();
    await open();
    await expect(offer).toBeVisible();
    await expect(text).toHaveValue("Kept");
    // Until that is answered nothing else is typed, which would not be kept.
    const closed = writer.locator("form[inert]");
    await expect(closed).toHaveCount(1);
    await writer.getByRole("button", { name: said.bringBack }).click();
    await expect(closed).toHaveCount(0);
    await expect(text).toHaveValue("Typed and not saved");
    await writer.getByRole("button", { name: said.save, exact: true }).click();
    await expect(writer.getByRole("alert").filter({ hasText: said.saved })).toBeVisible();
    await expect(offer).toHaveCount(0);

    await text.fill("Typed once more");
    await leaveByBack();
    await db.post.update({ where: { id }, data: { source: "Another's" } });
    await writer.reload();
    await open();
    await expect(text).toHaveValue("Another's");
    await writer.getByRole("button", { name: said.bringBack }).click();
    await writer.getByRole("button", { name: said.save, exact: true }).click();
    await expect(writer.getByText(said.savedByAnother)).toBeVisible();
    await expect(text).toHaveValue("Typed once more");

    const another = await pageOf(account("admin"));
    await another.goto(inLanguage(language, `/posts/${id}`));
    await expect(another.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expect(another.getByText(said.left)).toHaveCount(0);
    await db.post.delete({ where: { id } });
  });

  test(`a new article that is left is brought back or discarded; one that is begun leaves nothing behind (${language})`, async ({
    pageOf,
  }) => {
    const title = `Begun ${randomUUID().slice(0, 8)}`;
    const writer = await pageOf(account("content_manager"));
    const offer = writer.getByText(said.left);
    const heading = (name: string) => writer.getByRole("heading", { level: 1, name });
    const begin = async () => {
      await writer.getByRole("link", { name: said.begin }).click();
      await expect(heading(said.begin)).toBeVisible();
    };
    const leaveByBack = async () => {
      await writer.goBack();
      await expect(heading(words[language].articles)).toBeVisible();
    };
    await writer.goto(inLanguage(language, "/posts"));
    await writer.waitForLoadState("networkidle");
    await begin();
    await writer.getByLabel(said.title).fill(title);
    await leaveByBack();
    await begin();
    await writer.getByRole("button", { name: said.bringBack }).click();
    await expect(writer.getByLabel(said.title)).toHaveValue(title);
    await expect(offer).toHaveCount(0);
    await leaveByBack();
    await begin();
    await writer.getByRole("button", { name: said.discard }).click();
    await expect(offer).toHaveCount(0);
    await expect(writer.getByLabel(said.title)).toHaveValue("");
    await leaveByBack();
    await begin();
    await expect(writer.getByLabel(said.title)).toHaveValue("");
    await expect(offer).toHaveCount(0);

    await writer.getByLabel(said.title).fill(title);
    await writer.getByRole("button", { name: said.draft }).click();
    await expect(heading(title)).toBeVisible();
    await writer.goBack();
    await expect(heading(said.begin)).toBeVisible();
    await expect(writer.getByLabel(said.title)).toHaveValue("");
    await expect(offer).toHaveCount(0);
    // The same page once more begins another article.
    await writer.getByLabel(said.title).fill(`${title} again`);
    await writer.getByRole("button", { name: said.draft }).click();
    await expect(heading(`${title} again`)).toBeVisible();
    expect(await db.post.count({ where: { title: { startsWith: title } } })).toBe(2);
    await db.post.deleteMany({ where: { title: { startsWith: title } } });
  });
}

test("an article without a cover takes as much room in the list as one that has it", async ({
  page: visitor,
  pageOf,
}) => {
  const said = desk.en;
  const tag = randomUUID().slice(0, 8);
  const plain = await draft(`Plain ${tag}`);
  await db.post.update({
    where: { id: plain.id },
    data: { status: "published", publishedAt: new Date(Date.now() - 60_000) },
  });
  const latest = await draft(`Latest ${tag}`);
  const writer = await pageOf(account("content_manager"));
  await writer.goto(`/posts/${latest.id}`);
  await writer.waitForLoadState("networkidle");
  await writer.getByRole("button", { name: said.publish, exact: true }).click();
  await expect(writer.getByRole("link", { name: said.onBlog })).toBeVisible();
  await visitor.goto("/blog");
  const card = visitor.getByRole("article").filter({ hasText: `Plain ${tag}` });
  const { width, height } = (await card.locator("xpath=*[1]").boundingBox()) ?? { width: 0, height: 1 };
  expect(width / height).toBeCloseTo(1200 / 630, 1);
  await db.post.delete({ where: { id: plain.id } });
  await writer.getByRole("button", { name: said.remove }).click();
  await writer.getByRole("button", { name: said.forGood }).click();
  await expect(writer.getByRole("heading", { level: 1, name: words.en.articles })).toBeVisible();
});

test("whose session has ended keeps what they typed, whichever button they press", async ({ pageOf }) => {
  const { id } = await draft(`Ended ${randomUUID().slice(0, 8)}`);
  const writer = await pageOf(account("content_manager"));
  await writer.goto(`/posts/${id}`);
  await writer.waitForLoadState("networkidle");
  const text = writer.locator("[name=source]");
  await text.fill("Typed and not saved");
  await writer.context().clearCookies();
  for (const button of [desk.en.publish, desk.en.save]) {
    await writer.getByRole("button", { name: button, exact: true }).click();
    await expect(writer.getByText("You are signed out.").first()).toBeVisible();
    await expect(text).toHaveValue("Typed and not saved");
  }
  await db.post.delete({ where: { id } });
});

async function draft(title: string): Promise<{ id: string }> {
  const { email } = account("content_manager");
  const { id: authorId } = await db.user.findUniqueOrThrow({ where: { email }, select: { id: true } });
  return db.post.create({
    data: {
      ...{
        authorId,
        title,
        slug: `left-${randomUUID()}`,
        language: "en",
        source: "Kept",
        body: "<p>Kept</p>",
      },
    },
    select: { id: true },
  });
}

test.describe("without a network", () => {
  test.use({ expectedErrors: [[/ERR_INTERNET_DISCONNECTED/], { scope: "test" }] });

  test("a picture is put into a text with words; nothing typed is lost without a network, nor by a link in passing", async ({
    pageOf,
  }) => {
    const said = desk.en;
    const writer = await pageOf(account("content_manager"));
    await writer.goto("/posts/new");
    await writer.waitForLoadState("networkidle");
    const title = `A street ${randomUUID().slice(0, 8)}`;
    await writer.getByLabel(said.title).fill(title);
    await writer.getByRole("button", { name: "Insert an image" }).click();
    const dialog = writer.getByRole("alertdialog", { name: "Insert an image" });
    const file = { name: "street.jpg", mimeType: "image/jpeg", buffer: await photo() };
    await dialog.locator('input[type="file"]').setInputFiles(file);
    await dialog.getByRole("button", { name: "Insert", exact: true }).click();
    await expect(dialog.getByText("Say what the image shows.")).toBeVisible();
    await dialog.getByLabel("What the image shows").fill("A [wet] street");
    await dialog.getByRole("button", { name: "Insert", exact: true }).click();
    const text = writer.getByRole("textbox", { name: said.text, exact: true });
    await expect(text).toHaveValue(/^!\[A \\\[wet\\\] street\]\(\/api\/images\/[0-9a-f-]{36}\)$/);

    const questions: string[] = [];
    writer.on("dialog", (question) => {
      questions.push(question.type());
      void question.dismiss();
    });
    await writer.getByRole("navigation").getByRole("link", { name: words.en.articles }).first().click();
    await expect.poll(() => questions).toEqual(["confirm"]);
    await writer.context().setOffline(true);
    await writer.getByRole("button", { name: said.draft }).click();
    await expect(writer.getByText(/^The server did not answer/)).toBeVisible();
    await writer.context().setOffline(false);
    await writer.getByRole("button", { name: said.draft }).click();
    await expect(writer.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await writer.getByRole("button", { name: said.preview }).click();
    await expect(writer.getByRole("img", { name: "A [wet] street" })).toBeVisible();
    // Nothing is unsaved any more.
    await writer.goto("/posts");
    expect(questions).toEqual(["confirm"]);
  });
});

test("feed, sitemap and robots name the articles by their one address", async ({ request }) => {
  const article = await db.post.findFirstOrThrow({
    where: { language: "ru", status: "published" },
    select: { slug: true },
  });
  const address = `/ru/blog/${article.slug}<`;
  expect(await (await request.get("/ru/blog/feed.xml")).text()).toContain(address);
  expect(await (await request.get("/blog/feed.xml")).text()).not.toContain(address);
  expect(await (await request.get("/sitemap.xml")).text()).toContain(address);
  expect(await (await request.get("/robots.txt")).text()).toMatch(/Sitemap: \S+\/sitemap\.xml/);
  const page = await (await request.get(`/blog/${article.slug}`)).text();
  expect(page).toContain(`rel="canonical" href="http://localhost`);
  const [, named = ""] = /property="og:image" content="[^"]*(\/ru\/blog\/[^"]+)"/.exec(page) ?? [];
  expect(named).toMatch(new RegExp(`^/ru/blog/${article.slug}/picture\\?v=[\\w-]+$`));
  const image = await request.get(named);
  expect(image.headers()).toMatchObject({
    "content-type": "image/png",
    "cache-control": "public, max-age=31536000, immutable",
  });
  const again = await request.get(named, { headers: { "If-None-Match": image.headers().etag ?? "" } });
  expect(again.status()).toBe(304);
});
