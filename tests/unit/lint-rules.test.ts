import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { ESLint } from "eslint";
import { describe, expect, onTestFinished, test } from "vitest";
import { inProject } from "@/scripts/project";

const eslint = new ESLint();

/** ESLint's messages about a file, each begun with the name of its rule. */
async function messagesOf(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  if (!result) throw new Error(`${filePath} is not linted.`);
  return result.messages.map(({ ruleId, message }) => `${ruleId ?? "parser"}: ${message}`);
}

const action = "app/[locale]/(workspace)/lists/actions.ts";
const page = "app/[locale]/(workspace)/lists/page.tsx";

describe("an import against the layout is an error", () => {
  test.each([
    ["components import no queries", "components/lists/a.tsx", "@/lib/lists/queries", "plain data"],
    ["components import no database", "components/lists/a.tsx", "@/lib/db", "plain data"],
    ["components import no sending", "components/lists/a.tsx", "@/lib/sending/tick", "plain data"],
    ["components import no app", "components/lists/a.tsx", "@/app/api/a/route", "Nothing imports app"],
    ["components link in their language", "components/lists/a.tsx", "next/link", "in their language"],
    ["app links in the language of its pages", page, "next/link", "in their language"],
    ["lib imports no app", "lib/lists/any.ts", "@/app/api/a/route", "Nothing imports app"],
    ["lib imports no components", "lib/lists/any.ts", "@/components/ui/mark", "does not import components"],
    ["lib imports no scripts", "lib/lists/any.ts", "@/scripts/project", "does not import scripts"],
    ["app imports no tests", action, "@/tests/support/world", "does not import scripts or tests"],
    ["app does not import the SDK", action, "resend", "Only lib/sending/resend.ts"],
    ["lib does not import the SDK", "lib/lists/any.ts", "resend", "Only lib/sending/resend.ts"],
    ["scripts do not import the SDK", "scripts/a.ts", "resend", "Only lib/sending/resend.ts"],
    ["the engine does not import the SDK", "lib/sending/tick.ts", "resend", "Only lib/sending/resend.ts"],
    ["commands know no Next", "lib/lists/commands.ts", "next/cache", "no framework"],
    ["commands know no session", "lib/lists/commands.ts", "@/lib/auth/session", "only app asks"],
    ["queries know no Next", "lib/lists/queries.ts", "next/headers", "no framework"],
    ["queries know no session", "lib/lists/queries.ts", "@/lib/auth/session", "only app asks"],
    ["queries know no command", "lib/lists/queries.ts", "@/lib/lists/commands", "changes nothing"],
    ["rules know no database", "lib/lists/schedule.ts", "@/lib/db", "Rules are pure"],
    ["rules know no setting", "lib/lists/policy.ts", "@/lib/env", "Rules are pure"],
    ["rules know no engine", "lib/lists/status.ts", "@/lib/sending/tick", "Rules are pure"],
    ["rules know no framework", "lib/lists/schema.ts", "react", "no framework"],
    ["the engine knows no Next", "lib/sending/tick.ts", "next/server", "no framework"],
    ["the engine knows no session", "lib/sending/tick.ts", "@/lib/auth/session", "only app asks"],
    ["the engine knows no app", "lib/sending/tick.ts", "@/app/api/a/route", "Nothing imports app"],
    ["the engine knows no command", "lib/sending/tick.ts", "@/lib/lists/commands", "pure rules"],
    ["the engine knows no setting", "lib/sending/tick.ts", "@/lib/env", "pure rules"],
    ["where it is put together, it knows no Next", "lib/engine-host/wake.ts", "next/server", "no framework"],
    ["the provider's file knows no setting", "lib/sending/resend.ts", "@/lib/env", "pure rules"],
    ["scripts import no app", "scripts/a.ts", "@/app/api/a/route", "Nothing imports app"],
    ["scripts import no components", "scripts/a.ts", "@/components/ui/mark", "import lib and scripts"],
    ["scripts import no tests", "scripts/a.ts", "@/tests/support/world", "import lib and scripts"],
    ["no path climbs", "lib/lists/any.ts", "../db", "from the project's root"],
    ["no process beside the global one", "lib/lists/any.ts", "node:process", "lib/env.ts"],
  ])("%s", async (_name, file, specifier, words) => {
    const asStatement = await messagesOf(file, `import { a } from "${specifier}";\na();\n`);
    expect(asStatement.join("\n")).toMatch(
      new RegExp(`@typescript-eslint/no-restricted-imports: .*${words}`, "u"),
    );
    const asExpression = await messagesOf(file, `export const a = () => import("${specifier}");\n`);
    expect(asExpression.join("\n")).toMatch(new RegExp(`no-restricted-syntax: .*${words}`, "u"));
  });

  test.each([
    ["components take schemas", "components/lists/a.tsx", `import { a } from "@/lib/lists/schema";`],
    ["components ask policy", "components/lists/a.tsx", `import { a } from "@/lib/lists/policy";`],
    ["components take types", "components/lists/a.tsx", `import { type a } from "@/lib/lists/queries";`],
    ["components translate", "components/lists/a.tsx", `import { a } from "@/lib/i18n/navigation";`],
    ["app reads", page, `import { a } from "@/lib/lists/queries";`],
    ["app writes by commands", action, `import { a } from "@/lib/lists/commands";`],
    ["commands write", "lib/lists/commands.ts", `import { a } from "@/lib/db";`],
    ["commands start the engine", "lib/lists/commands.ts", `import { a } from "@/lib/sending/tick";`],
    ["the engine asks rules", "lib/sending/tick.ts", `import { a } from "@/lib/mailings/schedule";`],
    ["the engine reads and writes", "lib/sending/tick.ts", `import { a } from "@/lib/db";`],
    ["the provider's file imports the SDK", "lib/sending/resend.ts", `import { a } from "resend";`],
    ["everybody may name its types", "lib/sending/tick.ts", `import { type a } from "resend";`],
    ["scripts run commands", "scripts/a.ts", `import { a } from "@/lib/lists/commands";`],
  ])("while %s", async (_name, file, code) => {
    const used = code.includes("type a") ? "export type B = a;" : "export const b = a;";
    const messages = await messagesOf(file, `${code}\n${used}\n`);
    expect(messages.filter((message) => message.includes("no-restricted-imports"))).toEqual([]);
  });
});

describe("what the project does not write is an error", () => {
  test.each([
    ["a setting read in lib", "lib/lists/a.ts", `export const a = process.env.PORT;`, "lib/env.ts"],
    ["a setting read in app", action, `export const { PORT } = process.env;`, "lib/env.ts"],
    ["the environment taken apart", "lib/a.ts", `export const { env } = process;`, "lib/env.ts"],
    ["the environment by index", "lib/a.ts", `export const a = process["env"];`, "lib/env.ts"],
    ["the environment in the engine", "lib/sending/a.ts", `export const a = process.env.X;`, "lib/env.ts"],
    ["everything of a file passed on", "lib/a.ts", `export * from "@/lib/db";`, "No barrels"],
    ["a name passed on", "components/a.ts", `export { a } from "@/components/b";`, "No barrels"],
    ["an index", "lib/lists/index.ts", `export const a = 1;`, "what it exports"],
    ["a utils.ts", "scripts/utils.ts", `export const a = 1;`, "what it exports"],
    ["an empty catch", "lib/a.ts", `try { a(); } catch { /* no */ }`, "No empty catch"],
    ["an empty block", "lib/a.ts", `if (globalThis.a) {}`, "no-empty"],
    [
      "a name that says nothing",
      "lib/a.ts",
      `export function handleMail() { return 1; }`,
      "Name what it does",
    ],
    ["any", "lib/a.ts", `export const a = (b: any) => b.c;`, "no-explicit-any"],
    ["an assertion that something is there", "lib/a.ts", `export const a = (b?: string) => b!;`, "non-null"],
    ["a loose comparison", "lib/a.ts", `export const a = (b: string) => b == "c";`, "eqeqeq"],
    ["a line on the console", "lib/a.ts", `console.log("a");`, "no-console"],
    ["a silenced compiler", "lib/a.ts", `// @ts-ignore\nexport const a = 1;`, "ban-ts-comment"],
    ["a silenced rule", "lib/a.ts", `/* eslint-disable eqeqeq */\nexport const a = 1;`, "no effect"],
    [
      "a silenced typed rule",
      "lib/a.ts",
      `// oxlint-disable-next-line\nexport const a = 1;`,
      "oxlint-disable",
    ],
    ["a long file", "lib/a.ts", `export const a = 1;\n`.repeat(300), "max-lines"],
    [
      "a long function",
      "lib/a.ts",
      `export function a() {\n${"a();\n".repeat(80)}}`,
      "max-lines-per-function",
    ],
    [
      "a type imported as a value",
      "lib/a.ts",
      `import { A } from "a"; export type B = A;`,
      "consistent-type",
    ],
  ])("%s", async (_name, file, code, words) => {
    expect((await messagesOf(file, code)).join("\n")).toContain(words);
  });

  test("a promise that nobody waits for", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "posthorn-lint-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = path.join(folder, "a.ts");
    await writeFile(file, `const a = async () => 1;\nexport function b() {\n  a();\n}\n`);
    const oxlint = inProject("node_modules", "oxlint", "bin", "oxlint");
    const linting = promisify(execFile)(process.execPath, [
      oxlint,
      "--config",
      inProject(".oxlintrc.json"),
      file,
    ]);
    await expect(linting).rejects.toMatchObject({ stdout: expect.stringContaining("no-floating-promises") });
  }, 60_000);
});

describe("in JSX an error is", () => {
  test.each([
    ["literal text", `<p>Mailings</p>`, "jsx-no-literals"],
    ["Russian text", `<p>Рассылки</p>`, "jsx-no-literals"],
    ["text in braces", `<p>{"Mailings"}</p>`, "jsx-no-literals"],
    ["text in a template", "<p>{`Mailings`}</p>", "jsx-no-literals"],
    ["text in a choice", `<p>{a ? "Mailings" : "Lists"}</p>`, "message catalogues"],
    ["text after a condition", `<p>{a && "Mailings"}</p>`, "message catalogues"],
    ["a literal label", `<p aria-label="Mailings" />`, "message catalogues"],
    ["a literal title", `<p title={"Mailings"} />`, "message catalogues"],
    ["a literal placeholder", "<input placeholder={`${a} mails`} />", "message catalogues"],
    ["a literal alternative text", `<img alt={a ? "Mailings" : ""} />`, "message catalogues"],
    ["a picture without alternative text", `<img src="a" />`, "jsx-a11y/alt-text"],
    ["a click that no keyboard reaches", `<p onClick={a}>{a}</p>`, "jsx-a11y/click-events-have-key-events"],
    ["a list without keys", `<p>{[a].map((b) => <b>{b}</b>)}</p>`, "react/jsx-key"],
  ])("%s", async (_name, jsx, words) => {
    const code = `export function A({ a }: { a: string }) {\n  return ${jsx};\n}\n`;
    expect((await messagesOf("components/lists/a.tsx", code)).join("\n")).toContain(words);
  });

  test("a hook after a condition", async () => {
    const code = `import { useState } from "react";\nexport function A({ a }: { a: boolean }) {\n  if (a) return null;\n  const [b] = useState(1);\n  return <p>{b}</p>;\n}\n`;
    expect((await messagesOf("components/a.tsx", code)).join("\n")).toContain("rules-of-hooks");
  });

  test("nothing about names, numbers and punctuation", async () => {
    const code = `export function A({ t }: { t: (key: string) => string }) {\n  return <p className="mt-2" aria-label={t("label")}>{t("a")} · {t("b")}</p>;\n}\n`;
    expect(await messagesOf("components/a.tsx", code)).toEqual([]);
  });
});
