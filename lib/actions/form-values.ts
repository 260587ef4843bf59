import type { z } from "zod";

/** A field of this name is never sent back to the browser. */
const SECRET = /password/i;

/**
 * The fields of a form by name, as a schema takes them: a name that stands more than once is an array, one that is not
 * there is absent. What Next adds for itself is left out.
 */
export function formValues(form: FormData): Record<string, FormDataEntryValue | FormDataEntryValue[]> {
  return valuesByName(form, (name) => form.getAll(name));
}

/** What may be shown again to whoever typed it. */
export function typedValues(form: FormData): Record<string, string | string[]> {
  return valuesByName(form, (name) =>
    SECRET.test(name) ? [] : form.getAll(name).filter((value) => typeof value === "string"),
  );
}

/** Unlike assignments, this makes a field of one that is named __proto__. */
function valuesByName<Value>(
  form: FormData,
  valuesOf: (name: string) => Value[],
): Record<string, Value | Value[]> {
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith("$ACTION"));
  return Object.fromEntries(
    names.flatMap((name) => {
      const all = valuesOf(name);
      const [first] = all;
      return first === undefined ? [] : [[name, all.length === 1 ? first : all] as const];
    }),
  );
}

/** The first fault of each field, by its name. */
export function faultsOf(error: z.ZodError): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const { path, message } of error.issues) {
    const field = String(path[0] ?? "");
    faults[field] ??= message;
  }
  return faults;
}
