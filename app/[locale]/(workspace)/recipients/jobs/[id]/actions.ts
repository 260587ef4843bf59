"use server";

import { z } from "zod";
import { action } from "@/lib/actions/action";
import { nothing } from "@/lib/actions/schema";
import * as confirming from "@/lib/recipients/import-confirm";
import { confirmSuppressing as confirm } from "@/lib/suppressions/file-commands";
import { mendRows as mend } from "@/lib/recipients/mend-rows";
import { mendedCells } from "@/lib/recipients/mended-cells";
import * as imports from "@/lib/recipients/import-result";

export const answerStates = action({
  bound: z.object({ id: z.uuid(), answer: z.enum(["suppress", "ignore"]) }),
  input: nothing,
  run: (user, _input, { bound }) => imports.answerStates(user, bound.id, bound.answer),
});

export const confirmImport = action({
  bound: z.uuid(),
  input: nothing,
  run: (user, _input, { bound }) => confirming.confirmImport(user, bound),
});

export const mendRows = action({
  bound: z.uuid(),
  input: mendedCells,
  run: (user, input, { bound }) => mend(user, bound, input),
});

export const confirmSuppressing = action({
  bound: z.uuid(),
  input: nothing,
  run: (user, _input, { bound }) => confirm(user, bound),
});
