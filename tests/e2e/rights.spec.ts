import { readFileSync } from "node:fs";
import { expect, test, type APIRequestContext, type APIResponse } from "@playwright/test";
import { pages, routes, type Sight } from "@/tests/e2e/support/rights";
import {
  closeSessions,
  openSessions,
  ownersThings,
  type Sessions,
  type Things,
} from "@/tests/e2e/support/sessions";
import { inLanguage, LANGUAGES } from "@/tests/e2e/support/setting";
import { everyone } from "@/tests/support/everyone";
import { inProject, routeOf, sourceFiles } from "@/tests/support/source-files";

let sessions: Sessions;
let things: Things;

test.beforeAll(async () => {
  things = await ownersThings();
  sessions = await openSessions();
});
test.afterAll(() => closeSessions(sessions));

test("there is no page that the table does not know, and none in it that is not there", () => {
  const found = sourceFiles("app").filter((file) => /\/page\.tsx?$/.test(file));
  expect(found.map(routeOf).toSorted()).toEqual(Object.keys(pages).toSorted());
});

test("there is no route handler that the table does not know, and none in it that is not there", () => {
  const found = sourceFiles("app").filter((file) => /\/route\.tsx?$/.test(file));
  const methods = found.flatMap((file) => methodsOf(file).map((method) => `${method} ${routeOf(file)}`));
  expect(methods.toSorted()).toEqual(Object.keys(routes).toSorted());
});

for (const who of everyone) {
  test(`every page shows ${who} what it may, and tells nothing of what it may not`, async () => {
    for (const [name, { path, sights }] of Object.entries(pages)) {
      // What is shown in Russian, pages.spec.ts opens.
      const languages = sights[who] === "shown" ? (["en"] as const) : LANGUAGES;
      for (const language of languages) {
        const address = inLanguage(language, path(things.ids));
        const answer = await follow(sessions[who], address);
        const allowed = sights[who] === "refused" ? ["refused", "missing"] : [sights[who]];
        expect.soft(allowed, `${name} (${language})`).toContain(sightOf(answer));
        if (sights[who] === "shown") continue;
        // The browser's own way to ask for a page: its data alone.
        const data = await sessions[who].get(address, { headers: { RSC: "1" } });
        const told = (await answer.text()) + (await data.text());
        expect
          .soft(
            things.words.filter((word) => told.includes(word)),
            `${name} (${language})`,
          )
          .toEqual([]);
      }
    }
  });

  test(`every route handler answers ${who} as it should`, async () => {
    for (const [name, { path, body, statuses }] of Object.entries(routes)) {
      const [method] = name.split(" ");
      const headers = body instanceof Buffer ? { "Content-Type": "image/png" } : undefined;
      const answer = await sessions[who].fetch(path(things.ids), {
        method,
        data: body,
        headers,
      });
      expect.soft(answer.status(), name).toBe(statuses[who]);
      if (statuses[who] < 400) continue;
      const told = await answer.text();
      expect
        .soft(
          things.words.filter((word) => told.includes(word)),
          name,
        )
        .toEqual([]);
    }
    // None of it was a wish to sign out, nor did anything come from a session that is over.
    const { name } = (await (await sessions[who].get("/api/session")).json()) as { name: string | null };
    expect(name === null).toBe(who === "visitor" || who === "blocked");
  });
}

/** The last of at most three redirects within the workspace. */
async function follow(context: APIRequestContext, path: string, most = 3): Promise<APIResponse> {
  const answer = await context.get(path);
  const { location } = answer.headers();
  if (location === undefined || most === 0 || isSignIn(location)) return answer;
  return follow(context, location, most - 1);
}

function sightOf(answer: APIResponse): Sight | number {
  const { location = "" } = answer.headers();
  if (isSignIn(location)) return "sign-in";
  switch (answer.status()) {
    case 200:
      return "shown";
    case 403:
      return "refused";
    case 404:
      return "missing";
    default:
      return answer.status();
  }
}

function isSignIn(location: string): boolean {
  return /^(https?:\/\/[^/]+)?(\/ru)?\/login(\?|$)/.test(location);
}

/** The methods that a route's file exports. */
function methodsOf(file: string): string[] {
  const text = readFileSync(inProject(file), "utf8");
  const exported = [...text.matchAll(/^export (?:async )?function (\w+)|^export (?:const )?\{([^}]*)\}/gm)];
  const names = exported.flatMap(([, name, list]) => [name ?? "", ...(list ?? "").split(",")]);
  const methods = names.map((name) => name.split(" as ").at(-1)?.trim() ?? "");
  return methods.filter((name) => /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(name));
}
