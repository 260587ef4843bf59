"use server";

import { action } from "@/lib/actions/action";
import { listReported } from "@/lib/reports/commands";
import { reportedInput, reportedListInput } from "@/lib/reports/reported-input";

export const putOnList = action({
  bound: reportedInput,
  input: reportedListInput,
  run: (user, list, { bound }) => listReported(user, bound, list),
});
