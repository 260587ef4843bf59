"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { z } from "zod";
import { isUnsaved } from "@/components/posts/article-states";
import { routing } from "@/lib/i18n/routing";
import type { ArticleFields } from "@/lib/posts/schema";

const text = z.string();
const unsaved = z.object({
  fields: z.object({
    ...{ title: text, summary: text, slug: text, source: text, coverId: text, coverAlt: text },
    language: z.enum(routing.locales),
  }),
  version: z.number(),
  beginId: z.uuid(),
});

/** What somebody typed and has not saved. */
export interface UnsavedText {
  fields: ArticleFields;
  /** The save that it was written upon: over a later one it is not saved. */
  version: number;
  /** What an article that is begun with it is called. */
  beginId: string;
}

interface UnsavedTextOptions {
  /** One for each writer and article. */
  place: string;
  /** What is saved, as the page shows it first. */
  shown: ArticleFields;
  typed: UnsavedText;
  isDirty: boolean;
}

/**
 * Keeps what is typed in the browser's tab until it is saved, however the page is left: by Back, too, of which Next
 * tells nobody before it is done.
 * @returns what was left here before and is to be brought back or discarded, null for nothing; until it is settled,
 * nothing else is kept
 */
export function useUnsavedText({ place, shown, typed, isDirty }: UnsavedTextOptions) {
  const [left, setLeft] = useState(() => leftAt(place, shown));
  const { fields, version, beginId } = typed;
  useEffect(() => {
    if (left === null) write(place, isDirty ? { fields, version, beginId } : null);
  }, [left, place, isDirty, fields, version, beginId]);
  return {
    /** The server knows of none. */
    left: useIsInBrowser() ? left : null,
    settle: () => setLeft(null),
  };
}

/** What was sent is saved, and another page follows. What was typed since stays. */
export function forgetUnsaved(place: string, sent: Partial<ArticleFields>): void {
  const kept = read(place);
  if (kept !== null && !isUnsaved(kept.fields, { ...kept.fields, ...sent })) write(place, null);
}

function useIsInBrowser(): boolean {
  return useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
}

function leftAt(place: string, shown: ArticleFields): UnsavedText | null {
  const kept = typeof window === "undefined" ? null : read(place);
  // Where the answer to a save was lost, what was typed is what is there.
  return kept !== null && isUnsaved(kept.fields, shown) ? kept : null;
}

function read(place: string): UnsavedText | null {
  try {
    const kept = window.sessionStorage.getItem(keyOf(place));
    return kept === null ? null : (unsaved.safeParse(JSON.parse(kept)).data ?? null);
  } catch (error) {
    console.warn("What was not saved could not be read.", error);
    return null;
  }
}

function write(place: string, kept: UnsavedText | null): void {
  try {
    if (kept === null) window.sessionStorage.removeItem(keyOf(place));
    else window.sessionStorage.setItem(keyOf(place), JSON.stringify(kept));
  } catch (error) {
    // A browser that keeps nothing, or has no room: the question before a link and before closing remains.
    console.warn("What is not saved could not be kept.", error);
  }
}

function keyOf(place: string): string {
  return `posthorn:article:${place}`;
}
