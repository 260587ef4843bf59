"use server";

import { z } from "zod";
import { action } from "@/lib/actions/action";
import { nothing } from "@/lib/actions/schema";
import { changeFieldType, createField, deleteField, labelField } from "@/lib/fields/commands";
import { unfitOf, usesOf } from "@/lib/fields/queries";
import { fieldInput, labelInput, typeInput } from "@/lib/fields/schema";

export const addField = action({
  input: fieldInput,
  run: (user, input) => createField(user, input),
});

export const renameField = action({
  bound: z.uuid(),
  input: labelInput,
  run: (user, input, { bound }) => labelField(user, bound, input),
});

export const retypeField = action({
  bound: z.uuid(),
  input: typeInput,
  run: (user, input, { bound }) => changeFieldType(user, bound, input),
});

export const removeField = action({
  bound: z.uuid(),
  input: nothing,
  run: (user, _input, { bound }) => deleteField(user, bound),
});

/** How many values of a field would not fit a type; changes nothing. */
export const checkType = action({
  bound: z.uuid(),
  input: typeInput,
  run: (user, { type }, { bound }) => unfitOf(user, bound, type),
  silent: true,
});

/** Which messages name a field; changes nothing. */
export const usesOfField = action({
  bound: z.uuid(),
  input: nothing,
  run: (user, _input, { bound }) => usesOf(user, bound),
  silent: true,
});
