"use server";

import { z } from "zod";
import { action } from "@/lib/actions/action";
import { nothing } from "@/lib/actions/schema";
import * as jobs from "@/lib/jobs/commands";

export const pauseJob = action({
  bound: z.uuid(),
  input: nothing,
  run: (user, _input, { bound }) => jobs.pauseJob(user, bound),
});

export const resumeJob = action({
  bound: z.uuid(),
  input: nothing,
  run: (user, _input, { bound }) => jobs.resumeJob(user, bound),
});

export const cancelJob = action({
  bound: z.uuid(),
  input: nothing,
  run: (user, _input, { bound }) => jobs.cancelJob(user, bound),
});

export const undoJob = action({
  bound: z.uuid(),
  input: nothing,
  run: (user, _input, { bound }) => jobs.undoJob(user, bound),
});
