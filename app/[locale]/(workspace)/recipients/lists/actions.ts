"use server";

import { z } from "zod";
import { action } from "@/lib/actions/action";
import { nothing } from "@/lib/actions/schema";
import * as lists from "@/lib/lists/commands";
import { listInput } from "@/lib/lists/schema";

export const createList = action({
  input: listInput,
  run: (user, input) => lists.createList(user, input),
  then: ({ id }) => `/recipients/lists/${id}`,
});

export const renameList = action({
  bound: z.uuid(),
  input: listInput,
  run: (user, input, { bound }) => lists.renameList(user, bound, input),
});

export const deleteList = action({
  bound: z.uuid(),
  input: nothing,
  run: (user, _input, { bound }) => lists.deleteList(user, bound),
  then: () => "/recipients/lists",
});
