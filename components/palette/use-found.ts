"use client";

import { useEffect, useState } from "react";
import { foundAnswer, type FoundItem } from "@/components/palette/palette-answer";

/** From one key to the next people take about so long. */
const TYPING_MS = 150;

export interface Found {
  items: readonly FoundItem[];
  /** What the items were found for; while it is not what stands in the field, they are being looked for. */
  search: string;
  isLost: boolean;
}

const NOTHING: Found = { items: [], search: "", isLost: false };

/** Mailings, messages, lists and recipients that a text finds, looked for while it is typed. */
export function useFound(search: string): Found {
  const [found, setFound] = useState(NOTHING);

  useEffect(() => {
    const gone = new AbortController();
    const timer = setTimeout(() => void look(), search === "" ? 0 : TYPING_MS);
    return () => {
      gone.abort();
      clearTimeout(timer);
    };

    async function look(): Promise<void> {
      try {
        const items = search === "" ? [] : await readFound(search, gone.signal);
        setFound({ items, search, isLost: false });
      } catch (error) {
        if (gone.signal.aborted) return;
        console.warn("The search was not answered.", error);
        setFound({ items: [], search, isLost: true });
      }
    }
  }, [search]);

  return found;
}

async function readFound(search: string, signal: AbortSignal): Promise<FoundItem[]> {
  const response = await fetch(`/api/palette?${new URLSearchParams({ search }).toString()}`, { signal });
  if (!response.ok) throw new Error(`/api/palette answered ${response.status}.`);
  return foundAnswer.parse(await response.json()).found;
}
