import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { inProject, sourceFiles } from "@/tests/support/source-files";

// A browser's own: they ask the application that served their page.
const asking = ["app", "lib", "scripts"]
  .flatMap(sourceFiles)
  .filter((file) => !/^scripts\/(?:bench|testing)\//.test(file))
  .map((file) => ({ file, text: readFileSync(inProject(file), "utf8") }))
  .filter(({ text }) => /(?:await|return|=) fetch\(|httpRequest\b|extends Resend\b|new Redis\(/.test(text));

it("finds what asks other servers", () => {
  expect(asking.map(({ file }) => file)).toEqual(
    expect.arrayContaining(["lib/sending/http-post.ts", "lib/sending/resend.ts", "lib/health/looks.ts"]),
  );
});

it.each(asking)("$file reads every answer within the bound or not at all", ({ text }) => {
  expect(text).toMatch(/bounded-answer|\.body\?\.cancel\(\)|redisOverHttp|ioredis/);
  expect(text).not.toMatch(/(?:answer|response|res)\.(?:text|json|arrayBuffer|blob)\(\)/);
});
