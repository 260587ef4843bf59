"use client";

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { z } from "zod";
import { usePathname } from "@/lib/i18n/navigation";

const leftForm = z.object({
  userId: z.string(),
  /** Of the form's page, without the language. */
  path: z.string(),
  /** What could be chosen in it: what is there since is told apart by it. */
  known: z.array(z.string()),
});

/** A form that somebody left for a moment, to make what is missing in it. What was typed waits as its unsaved text. */
export type LeftForm = z.infer<typeof leftForm>;

const KEY = "posthorn:left-form";
const listeners = new Set<() => void>();

export function leaveForm(form: LeftForm): void {
  store(JSON.stringify(form));
}

export function forgetLeftForm(): void {
  store(null);
}

/** The form that this person left in this tab; null on the server, and where there is none. */
export function useLeftForm(userId: string): LeftForm | null {
  const stored = useSyncExternalStore(listen, read, () => null);
  const form = stored === null ? null : parsed(stored);
  return form?.userId === userId ? form : null;
}

/** Calls once when the form of this page is opened by who left it. */
export function useComeBack(userId: string, cameBack: (left: LeftForm) => void): void {
  const pathname = usePathname();
  const left = useEffectEvent(() => {
    const stored = read();
    const form = stored === null ? null : parsed(stored);
    if (form?.userId !== userId || form.path !== pathname) return;
    forgetLeftForm();
    cameBack(form);
  });
  useEffect(() => left(), []);
}

function parsed(stored: string): LeftForm | null {
  try {
    return leftForm.safeParse(JSON.parse(stored)).data ?? null;
  } catch {
    return null;
  }
}

function read(): string | null {
  try {
    return window.sessionStorage.getItem(KEY);
  } catch {
    // A browser that stores nothing: nothing was left in it.
    return null;
  }
}

function store(text: string | null): void {
  try {
    if (text === null) window.sessionStorage.removeItem(KEY);
    else window.sessionStorage.setItem(KEY, text);
  } catch (error) {
    console.warn("The way back to the form could not be stored.", error);
  }
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
