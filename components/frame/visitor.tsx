"use client";

import { createContext, use, useEffect, useState, type ReactNode } from "react";
import type { FrameUser } from "@/components/frame/profile-link";

const SignedIn = createContext<FrameUser | null>(null);

/**
 * Asks once who is signed in, since the page around it is the same for everybody. Until it knows, whoever looks is
 * a visitor.
 */
export function VisitorProvider({ children }: { children: ReactNode }) {
  const [user, setUser] = useState<FrameUser | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    readUser(gone.signal).then(setUser, (error: unknown) => {
      if (!gone.signal.aborted) console.warn("Who is signed in could not be read.", error);
    });
    return () => {
      gone.abort();
    };
  }, []);
  return <SignedIn value={user}>{children}</SignedIn>;
}

/** Who is signed in, on pages that are the same for everybody; null for a visitor. */
export function useSignedIn(): FrameUser | null {
  return use(SignedIn);
}

async function readUser(signal: AbortSignal): Promise<FrameUser | null> {
  const response = await fetch("/api/session", { signal });
  if (!response.ok) throw new Error(`The session's route answered ${response.status}.`);
  return userIn(await response.json());
}

function userIn(body: unknown): FrameUser | null {
  if (typeof body !== "object" || body === null || !("name" in body) || !("avatarId" in body)) return null;
  const { name, avatarId } = body;
  if (typeof name !== "string") return null;
  return { name, avatarId: typeof avatarId === "string" ? avatarId : null };
}
