import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { inProject, sourceFiles } from "@/tests/support/source-files";

interface Form {
  file: string;
  text: string;
  fields: string[];
}

const forms: Form[] = ["app", "components"]
  .flatMap(sourceFiles)
  .filter((file) => file.endsWith(".tsx"))
  .map((file) => ({ file, text: readFileSync(inProject(file), "utf8") }))
  .filter(({ text }) => /<form\b|<ActionForm\b|useActionState/.test(text))
  .map(({ file, text }) => ({ file, text, fields: fieldsOf(text) }));

const large = forms.filter(({ fields }) => fields.length > 1);

it("finds the forms there are", () => {
  expect(large.map(({ file }) => file)).toEqual(
    expect.arrayContaining(["components/users/sign-in-form.tsx", "components/users/profile-form.tsx"]),
  );
  expect(forms.length).toBeGreaterThan(large.length);
});

it.each(large)("$file, of several fields, is checked in the browser and keeps what was typed", ({ text }) => {
  expect(text).toContain("<ActionForm");
});

it("every form is made by the hook that asks for the server's schema", () => {
  const files = ["app", "components"].flatMap(sourceFiles).filter((file) => /\.tsx?$/.test(file));
  const others = files.filter((file) =>
    /\b(?:useForm|zodResolver)\(/.test(readFileSync(inProject(file), "utf8")),
  );
  expect(others).toEqual(["components/forms/use-action-form.ts"]);
});

it.each(forms.filter(({ text }) => /\bschema: \w+/.test(text)))(
  "$file takes its schema from the server's own",
  ({ text }) => {
    const [, schema = ""] = /\bschema: (\w+)/.exec(text) ?? [];
    expect(text).toMatch(new RegExp(`import \\{[^}]*\\b${schema}\\b[^}]*\\} from "@/lib/\\w+/schema"`));
  },
);

/** Names of the fields that a person fills in; those of one group of radio buttons are one. */
function fieldsOf(text: string): string[] {
  const tags = text.match(/<[A-Za-z][^<]*?\bname="[^"]+"[^<]*/g) ?? [];
  const names = tags
    .filter((tag) => !/type="hidden"/.test(tag))
    .map((tag) => /\bname="([^"]+)"/.exec(tag)?.[1]);
  return [...new Set(names)].filter((name) => name !== undefined);
}
