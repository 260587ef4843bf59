import type { z } from "zod";

/** A field of this name is never sent back to the browser. */
const SECRET = /password/i;

/**
 * The fields of a form by name, as a schema takes them: a name that stands more than once is an array, one that is not
 * there is absent. What Next adds for itself is left out.
 */
export function formValues(form: FormData): Record<string, FormDataEntryValue | FormDataEntryValue[]> {
  const values: Record<string, FormDataEntryValue | FormDataEntryValue[]> = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION")) continue;
    const all = form.getAll(name);
    const [first] = all;
    if (first !== undefined) values[name] = all.length === 1 ? first : all;
  }
  return values;
}

/** What may be shown again to whoever typed it. */
export function typedValues(form: FormData): Record<string, string | string[]> {
  const typed: Record<string, string | string[]> = {};
  for (const name of new Set(form.keys())) {
    if (SECRET.test(name) || name.startsWith("$ACTION")) continue;
    const all = form.getAll(name).filter((value) => typeof value === "string");
    const [first] = all;
    if (first !== undefined) typed[name] = all.length === 1 ? first : all;
  }
  return typed;
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
