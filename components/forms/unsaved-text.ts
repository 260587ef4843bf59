"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import type { z } from "zod";

interface UnsavedTextOptions<Text> {
  /** One for each writer and form. */
  place: string;
  /** What is typed and not saved; null when there is nothing. Whatever JSON holds. */
  unsaved: Text | null;
  /** Reads what an earlier page, perhaps of an earlier release, has left. */
  shape: z.ZodType<Text>;
  /** Whether what was left is worth offering: not where it is what is saved by now. */
  differs: (left: Text) => boolean;
}

/**
 * Stores what is typed in the browser's tab until it is saved, however the page is left: by Back, too, of which Next
 * tells nobody before it is done.
 * @returns what was left here before and is to be brought back or discarded, null for nothing; until it is settled,
 * nothing else is stored
 */
export function useUnsavedText<Text>({ place, unsaved, shape, differs }: UnsavedTextOptions<Text>) {
  const [left, setLeft] = useState(() => {
    const stored = typeof window === "undefined" ? null : readUnsaved(place, shape);
    return stored !== null && differs(stored) ? stored : null;
  });
  const text = unsaved === null ? null : JSON.stringify(unsaved);
  useEffect(() => {
    if (left === null) write(place, text);
  }, [left, place, text]);
  return {
    /** The server knows of none. */
    left: useIsInBrowser() ? left : null,
    settle: () => setLeft(null),
  };
}

/** What is stored at a place; null where there is nothing, or nothing of this shape. */
function readUnsaved<Text>(place: string, shape: z.ZodType<Text>): Text | null {
  try {
    const stored = window.sessionStorage.getItem(keyOf(place));
    return stored === null ? null : (shape.safeParse(JSON.parse(stored)).data ?? null);
  } catch (error) {
    console.warn("What was not saved could not be read.", error);
    return null;
  }
}

/**
 * What was sent is saved, and another page follows.
 * @param isSent whether what is stored is what was sent: what was typed since stays
 */
export function forgetUnsaved<Text>(
  place: string,
  shape: z.ZodType<Text>,
  isSent: (stored: Text) => boolean,
): void {
  const stored = readUnsaved(place, shape);
  if (stored !== null && isSent(stored)) write(place, null);
}

function useIsInBrowser(): boolean {
  return useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
}

function write(place: string, text: string | null): void {
  try {
    if (text === null) window.sessionStorage.removeItem(keyOf(place));
    else window.sessionStorage.setItem(keyOf(place), text);
  } catch (error) {
    // A browser that stores nothing, or has no room: the question before a link and before closing remains.
    console.warn("What is not saved could not be stored.", error);
  }
}

function keyOf(place: string): string {
  return `posthorn:unsaved:${place}`;
}
