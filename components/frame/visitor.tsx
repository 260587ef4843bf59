"use client";

import { createContext, use, useEffect, useState, type ReactNode } from "react";
import type { FramePerson } from "@/components/frame/profile-link";

const SignedIn = createContext<FramePerson | null>(null);

/**
 * Asks once who is signed in, since the page around it is the same for everybody. Until it knows, whoever looks is
 * a visitor.
 */
export function VisitorProvider({ children }: { children: ReactNode }) {
  const [person, setPerson] = useState<FramePerson | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    readPerson(gone.signal).then(setPerson, (error: unknown) => {
      if (!gone.signal.aborted) console.warn("Who is signed in could not be read.", error);
    });
    return () => {
      gone.abort();
    };
  }, []);
  return <SignedIn value={person}>{children}</SignedIn>;
}

/** Who is signed in, on pages that are the same for everybody; null for a visitor. */
export function useSignedIn(): FramePerson | null {
  return use(SignedIn);
}

async function readPerson(signal: AbortSignal): Promise<FramePerson | null> {
  const response = await fetch("/api/session", { signal });
  if (!response.ok) throw new Error(`The session's route answered ${response.status}.`);
  return personIn(await response.json());
}

function personIn(body: unknown): FramePerson | null {
  if (typeof body !== "object" || body === null || !("name" in body) || !("avatarId" in body)) return null;
  const { name, avatarId } = body;
  if (typeof name !== "string") return null;
  return { name, avatarId: typeof avatarId === "string" ? avatarId : null };
}
