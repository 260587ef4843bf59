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
  .filter(({ text }) => /<form\b|<ActionForm\b|useActionState|<SupervisionDialog\b/.test(text))
  .map(({ file, text }) => ({ file, text, fields: fieldsOf(text) }));

const large = forms.filter(({ fields }) => fields.length > 1);

it("finds the forms there are", () => {
  expect(large.map(({ file }) => file)).toEqual(
    expect.arrayContaining(["components/users/sign-in-form.tsx", "components/users/profile-form.tsx"]),
  );
  expect(forms.length).toBeGreaterThan(large.length);
});

it.each(large)(
  "$file, of several fields, is checked by the server's schema as it is filled in",
  ({ text }) => {
    // The article's editor still has its own hook.
    const [, shared, own] = /\bschema: (\w+)|zodResolver\((\w+)\)/.exec(text) ?? [];
    const schema = shared ?? own ?? "no schema";
    expect(text).toMatch(new RegExp(`import \\{[^}]*\\b${schema}\\b[^}]*\\} from "@/lib/\\w+/schema"`));
    expect(text).toMatch(shared === undefined ? /checkedFirst\(/ : /useActionForm\(/);
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
