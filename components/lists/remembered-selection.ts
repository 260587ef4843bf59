"use client";

import { useSyncExternalStore } from "react";
import { z } from "zod/mini";

/** What a filter found. */
export interface Found {
  total: number;
  /** `total` is about so many. */
  isEstimate: boolean;
  /** Tells them from others, however many. */
  fingerprint: string;
}

export interface Selected {
  /** Ids of the ticked rows, on whatever page of the list. */
  ids: readonly string[];
  /** All that the filter finds, where they are meant. */
  found: Found | null;
}

/** In this tab, for one list at a time: whoever filters anew begins anew. forgetTab empties it at sign-out. */
const KEY = "posthorn-selection";
const NOTHING: Selected = { ids: [], found: null };

const stored = z.object({
  list: z.string(),
  ids: z.array(z.string()),
  found: z.nullable(
    z.object({ total: z.int(), isEstimate: z._default(z.boolean(), false), fingerprint: z.string() }),
  ),
});

let listeners: readonly (() => void)[] = [];
let last: { text: string; read: z.infer<typeof stored> } | null = null;
/** What stands in place of the tab's storage in a browser that keeps nothing for pages. */
let unstored: string | null = null;

/** What is selected in a list, on whatever page of it; nothing on the server. */
export function useSelected(list: string): [selected: Selected, select: (selected: Selected) => void] {
  const selected = useSyncExternalStore(
    subscribe,
    () => readSelected(list),
    () => NOTHING,
  );
  return [selected, ({ ids, found }) => write(list, { ids, found })];
}

function subscribe(listener: () => void): () => void {
  listeners = [...listeners, listener];
  return () => (listeners = listeners.filter((other) => other !== listener));
}

/** The same object as long as nothing has changed, as React wants it. */
function readSelected(list: string): Selected {
  const text = storedText();
  if (text === null) return NOTHING;
  if (last?.text !== text) last = { text, read: stored.parse(JSON.parse(text)) };
  return last.read.list === list ? last.read : NOTHING;
}

function storedText(): string | null {
  try {
    return unstored ?? window.sessionStorage.getItem(KEY);
  } catch (error) {
    console.warn("What is selected could not be read.", error);
    return null;
  }
}

function write(list: string, { ids, found }: Selected): void {
  const kept = found && { total: found.total, isEstimate: found.isEstimate, fingerprint: found.fingerprint };
  const text = JSON.stringify({ list, ids, found: kept });
  try {
    window.sessionStorage.setItem(KEY, text);
  } catch (error) {
    console.warn("What is selected is stored until the page is loaded anew.", error);
    unstored = text;
  }
  for (const listener of listeners) listener();
}
