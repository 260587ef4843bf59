import type en from "@/lib/i18n/messages/en.json";

/** Why an action did nothing: a key of the catalogue's "refusals". */
export type RefusalCode = keyof (typeof en)["refusals"];

/** What is wrong with a field: a key of the catalogue's "faults". */
export type FaultCode = keyof (typeof en)["faults"];

/** Numbers and names that the sentence of a refusal has gaps for. */
export type RefusalValues = Readonly<Record<string, string | number>>;

/** What a form shows after its action. Never a password, never a file. */
export type ActionState<Value = null> =
  | { status: "idle" }
  | {
      status: "refused";
      code: RefusalCode;
      values: RefusalValues;
      /** By the name of the field. */
      faults: Readonly<Record<string, string>>;
      /** By the name of the field, so that a form without script keeps what was typed. */
      typed: Readonly<Record<string, string | string[]>>;
    }
  | {
      status: "done";
      value: Value;
      /** Milliseconds since 1970, so that the same outcome twice is seen as new. */
      at: number;
    };

/** An action as a form gets it: bound to whatever it concerns. */
export type FormAction<Value = null> = (
  before: ActionState<Value>,
  form: FormData,
) => Promise<ActionState<Value>>;

export const idle: ActionState<never> = { status: "idle" };
