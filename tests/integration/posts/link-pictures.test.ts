import { afterAll, beforeAll, expect, it } from "vitest";
import { GET } from "@/app/[locale]/(blog)/blog/[slug]/picture/route";
import { forgetEnv } from "@/lib/env";
import { imageVersion } from "@/lib/posts/image-version";
import { publishArticle } from "@/lib/posts/publish";
import { publishedArticle } from "@/lib/posts/published";
import { saveArticle } from "@/lib/posts/save";
import { article, begunBy } from "@/tests/support/articles";
import { World, type User } from "@/tests/support/world";

let world: World;
let writer: User;

beforeAll(async () => {
  world = await World.create();
  process.env.CACHE_ENABLED = "off";
  forgetEnv();
  writer = await world.user("content_manager");
});
afterAll(() => world.close());

function image(slug: string, query = "", known?: string): Promise<Response> {
  const headers: HeadersInit = known === undefined ? {} : { "If-None-Match": known };
  const request = new Request(`http://posthorn.test/blog/${slug}/picture${query}`, { headers });
  return GET(request, { params: Promise.resolve({ locale: "en", slug }) });
}

const FOR_GOOD = "public, max-age=31536000, immutable";
const FOR_AN_HOUR = "public, max-age=3600";

it("the picture beside a link is kept for good under the version of its page, under any other for an hour", async () => {
  const made = await begunBy(writer);
  await publishArticle(writer, made.postId);
  const version = async () => {
    const shown = await publishedArticle(made.slug);
    if (shown === null) throw new Error("The article is not shown.");
    return imageVersion(shown);
  };
  const first = await version();
  const drawn = await image(made.slug, `?v=${first}`);
  expect(drawn.headers.get("Cache-Control")).toBe(FOR_GOOD);
  for (const query of ["", "?v=another"])
    expect((await image(made.slug, query)).headers.get("Cache-Control")).toBe(FOR_AN_HOUR);
  const etag = drawn.headers.get("ETag") ?? "";
  expect(etag).not.toBe("");
  const known = await image(made.slug, "", etag);
  expect([known.status, await known.text()]).toEqual([304, ""]);

  await saveArticle(writer, made, article({ title: "Another title" }));
  expect(await version()).not.toBe(first);
  const renamed = await image(made.slug, `?v=${first}`, etag);
  expect([renamed.status, renamed.headers.get("Cache-Control")]).toEqual([200, FOR_AN_HOUR]);
});

it("the picture of what is not shown is not there, whatever its version", async () => {
  const { slug } = await begunBy(writer, { title: "Draft" });
  const answer = await image(slug, `?v=${imageVersion({ title: "Draft", author: "Vera Owner" })}`);
  expect([answer.status, answer.headers.get("Cache-Control")]).toEqual([404, "private, no-store"]);
});
