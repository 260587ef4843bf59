"use client";

import { useLocale } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { idle, type FormAction } from "@/lib/actions/state";

const PATIENCE = 250;

/** What the server finds for a text, once nothing more is typed; nothing while another text was asked for. */
export function useFound<T>(find: FormAction<T[]>, search: string): readonly T[] {
  const [answer, setAnswer] = useState<{ search: string; found: T[] }>({ search: "", found: [] });
  useSearch(find, search, (found, asked) => setAnswer({ search: asked, found }));
  return answer.search === search.trim() ? answer.found : [];
}

/**
 * What was offered from the start and all that was found since: what is chosen among it stays.
 * @param find null where everything is offered from the start
 */
export function useOffered<T extends { id: string }>(
  offered: readonly T[],
  find: FormAction<T[]> | null,
  search: string,
): readonly T[] {
  const [found, setFound] = useState<readonly T[]>([]);
  useSearch(find, search, (answer) => setFound((known) => joined(known, answer)));
  return joined(offered, found);
}

function joined<T extends { id: string }>(known: readonly T[], more: readonly T[]): readonly T[] {
  const ids = new Set(known.map(({ id }) => id));
  return [...known, ...more.filter(({ id }) => !ids.has(id))];
}

function useSearch<T>(
  find: FormAction<T[]> | null,
  search: string,
  take: (found: T[], asked: string) => void,
): void {
  const locale = useLocale();
  const asked = search.trim();
  const taken = useEffectEvent(take);
  useEffect(() => {
    if (asked === "" || find === null) return;
    const ask = find;
    let gone = false;
    async function look(): Promise<void> {
      const form = new FormData();
      form.set("search", asked);
      form.set("locale", locale);
      try {
        const outcome = await ask(idle, form);
        if (!gone && outcome.status === "done") taken(outcome.value, asked);
      } catch (error) {
        console.warn("Nothing was looked for.", error);
      }
    }
    const timer = setTimeout(() => void look(), PATIENCE);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [asked, find, locale]);
}
