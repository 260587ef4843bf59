import { refresh } from "next/cache";
import { headers } from "next/headers";
import type { z } from "zod";
import { faultsOf, formValues, typedValues } from "@/lib/actions/form-values";
import type { ActionState, FormAction, RefusalCode } from "@/lib/actions/state";
import { ASKED_PATH } from "@/lib/auth/asked-path";
import { currentUser } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { applyChange } from "@/lib/cache/apply-change";
import type { CommandResult } from "@/lib/commands/result";
import { redirect } from "@/lib/i18n/navigation";
import { knownLocale, type Locale } from "@/lib/i18n/routing";
import { isStorableInput } from "@/lib/storable-text";

/** What is known of a request beside its input. */
export interface ActionContext<Bound> {
  /** Of the page that the form stands on. */
  locale: Locale;
  /** What the page bound the action to, parsed: an action's arguments come from the browser all the same. */
  bound: Bound;
}

interface ActionOptions<Who, Input extends z.ZodType, Bound, Value> {
  /** The form's fields, from strings; see lib/actions/form-values.ts. */
  input: Input;
  /** The command. Expected refusals are its answer, and whatever it throws is Next's. */
  run: (
    who: Who,
    input: z.output<Input>,
    context: ActionContext<Bound>,
  ) => Promise<CommandResult<Value, RefusalCode>>;
  /** Where a success leads: a path of the application without its language. Null or left out: stays. */
  then?: (value: Value, context: ActionContext<Bound>) => string | { path: string; locale: Locale } | null;
  /** Changes nothing that the page shows, which therefore need not be rendered again: previews, forecasts. */
  silent?: boolean;
}

type Bindable<Bound extends z.ZodType> = { bound: Bound };
type BoundAction<Bound extends z.ZodType, Value> = (
  bound: z.input<Bound>,
  before: ActionState<Value>,
  form: FormData,
) => Promise<ActionState<Value>>;

/**
 * A server action for somebody signed in: knows the user, parses, runs the command, refreshes what it changed, and leads
 * on. Declared beside its page, exported from a file of server actions:
 *
 *     export const renameList = action({
 *       bound: z.uuid(), input: listInput,
 *       run: (user, input, { bound }) => renameListCommand(user, bound, input),
 *       then: (list) => `/recipients/lists/${list.id}`,
 *     });
 *
 * Without `bound` the page hands it to the form as it is; with it, by `renameList.bind(null, id)`. What is not of the
 * bound form is "not_found". Each command authorizes itself.
 */
export function action<Input extends z.ZodType, Bound extends z.ZodType, Value>(
  options: ActionOptions<SessionUser, Input, z.output<Bound>, Value> & Bindable<Bound>,
): BoundAction<Bound, Value>;
export function action<Input extends z.ZodType, Value>(
  options: ActionOptions<SessionUser, Input, undefined, Value>,
): FormAction<Value>;
export function action<Input extends z.ZodType, Value>(
  options: ActionOptions<SessionUser, Input, never, Value> & Partial<Bindable<z.ZodType>>,
) {
  return (...args: unknown[]) => perform({ ...options, who: signedIn }, args);
}

/** The same for whoever asks, signed in or not. */
export function visitorAction<Input extends z.ZodType, Bound extends z.ZodType, Value>(
  options: ActionOptions<null, Input, z.output<Bound>, Value> & Bindable<Bound>,
): BoundAction<Bound, Value>;
export function visitorAction<Input extends z.ZodType, Value>(
  options: ActionOptions<null, Input, undefined, Value>,
): FormAction<Value>;
export function visitorAction<Input extends z.ZodType, Value>(
  options: ActionOptions<null, Input, never, Value> & Partial<Bindable<z.ZodType>>,
) {
  return (...args: unknown[]) => perform({ ...options, who: async () => ({ user: null }) }, args);
}

type Performed<Who, Input extends z.ZodType, Value> = ActionOptions<Who, Input, never, Value> & {
  bound?: z.ZodType;
  who: (locale: Locale) => Promise<{ user: Who } | null>;
};

async function perform<Who, Input extends z.ZodType, Value>(
  { who, bound: boundSchema, input, run, then, silent = false }: Performed<Who, Input, Value>,
  args: unknown[],
): Promise<ActionState<Value>> {
  const form = args.at(-1);
  if (!(form instanceof FormData)) return refusal("invalid", new FormData());
  const locale = localeOf(form);
  const asking = await who(locale);
  if (asking === null) return refusal("signed_out", form);
  const bound = boundSchema?.safeParse(args[0]);
  if (bound?.success === false || !isStorableInput(bound?.data)) return refusal("not_found", form);
  const parsed = input.safeParse(formValues(form));
  if (!parsed.success) return refusal("invalid", form, faultsOf(parsed.error));
  const unstorable = unstorableIn(parsed.data);
  if (unstorable !== null) return refusal("invalid", form, unstorable);
  // The overloads above tie this type to the schema that has just parsed it.
  const context = { locale, bound: bound?.data as never };
  const result = await run(asking.user, parsed.data, context);
  if (!result.ok) return refusal(result.code, form, result.faults, result.values);
  await applyChange(result.changed, "action");
  const target = then?.(result.value, context) ?? null;
  if (target !== null) return leadTo(target, locale);
  if (!silent) refresh();
  return { status: "done", value: result.value, at: Date.now() };
}

/** Null: the session has ended. Said in place; a form without script is answered by a page, and leads to sign-in. */
async function signedIn(locale: Locale): Promise<{ user: SessionUser } | null> {
  const user = await currentUser();
  if (user !== null) return { user };
  const asked = await headers();
  if (asked.has("next-action")) return null;
  return redirect({
    href: { pathname: "/login", query: { next: asked.get(ASKED_PATH) ?? "/overview" } },
    locale,
  });
}

/** A schema may forget it: what PostgreSQL refuses would end the command with an error. Null for what can be stored. */
function unstorableIn(input: unknown): Record<string, string> | null {
  if (isStorableInput(input)) return null;
  const fields = Object.entries(input ?? {}).filter(([, value]) => !isStorableInput(value));
  return Object.fromEntries(fields.map(([name]) => [name, "control_characters"]));
}

function localeOf(form: FormData): Locale {
  const locale = form.get("locale");
  return knownLocale(typeof locale === "string" ? locale : "");
}

function leadTo(target: string | { path: string; locale: Locale }, locale: Locale): never {
  return typeof target === "string"
    ? redirect({ href: target, locale })
    : redirect({ href: target.path, locale: target.locale });
}

function refusal(
  code: RefusalCode,
  form: FormData,
  faults: Readonly<Record<string, string>> = {},
  values: Readonly<Record<string, string | number>> = {},
): ActionState<never> {
  return { status: "refused", code, faults, values, typed: typedValues(form) };
}
