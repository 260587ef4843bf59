"use server";

import { z } from "zod";
import { currentPerson } from "@/lib/auth/session";
import { noteOverviewSeen } from "@/lib/overview/visit";

const instantInput = z.iso.datetime();

/**
 * Notes that whoever is signed in has seen their overview as it was at an instant. Asked for by the page once it is
 * shown: a page that is only fetched ahead takes no news away.
 */
export async function noteSeenHere(at: string): Promise<string | null> {
  const person = await currentPerson();
  if (person === null) return "signed_out";
  const input = instantInput.safeParse(at);
  if (!input.success) return "invalid";
  await noteOverviewSeen(person, new Date(input.data));
  return null;
}
