import { database } from "@/lib/db";

/** Ends every session of a person at its next request, this one too. */
export async function signOutEverywhere(userId: string): Promise<void> {
  await database().user.updateMany({
    where: { id: userId },
    data: { sessionVersion: { increment: 1 } },
  });
}
