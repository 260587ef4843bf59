"use client";

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { usePathname } from "@/lib/i18n/navigation";

/** A form that somebody left for a moment, to make what is missing in it. What was typed waits as its unsaved text. */
export interface LeftForm {
  userId: string;
  /** Of the form's page, without the language. */
  path: string;
  /** What could be chosen in it: what is there since is told apart by it. */
  known: string[];
}

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

// Without zod: the frame of every page loads this, and zod takes 70 KB of compressed script.
function parsed(stored: string): LeftForm | null {
  try {
    const form: unknown = JSON.parse(stored);
    return isLeftForm(form) ? form : null;
  } catch {
    return null;
  }
}

function isLeftForm(form: unknown): form is LeftForm {
  if (typeof form !== "object" || form === null) return false;
  if (!("userId" in form && "path" in form && "known" in form)) return false;
  const isText = (value: unknown) => typeof value === "string";
  return isText(form.userId) && isText(form.path) && Array.isArray(form.known) && form.known.every(isText);
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
