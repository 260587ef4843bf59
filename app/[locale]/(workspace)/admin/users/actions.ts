"use server";

import { z } from "zod";
import { action } from "@/lib/actions/action";
import { reasonInput } from "@/lib/actions/schema";
import { blockUser as block, unblockUser as unblock } from "@/lib/users/block";
import { handOver } from "@/lib/users/hand-over";
import { setRole } from "@/lib/users/roles";
import { heirSchema } from "@/lib/users/schema";

const userId = z.uuid();

export const blockUser = action({
  bound: userId,
  input: reasonInput,
  run: (user, { reason }, { bound }) => block(user, { userId: bound, reason }),
});

export const unblockUser = action({
  bound: userId,
  input: reasonInput,
  run: (user, { reason }, { bound }) => unblock(user, { userId: bound, reason }),
});

export const giveRole = action({
  bound: userId,
  input: z.object({ role: z.string().max(50) }),
  run: (user, { role }, { bound }) => setRole(user, bound, role),
});

/** Gives what a user owns to somebody else. */
export const handOverThings = action({
  bound: userId,
  input: heirSchema,
  run: (user, { heirEmail }, { bound }) => handOver(user, { userId: bound, heirEmail }),
});
