"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useRouter } from "@/lib/i18n/navigation";

const BUSY_MS = 1_000;
/** While nothing goes on: soon enough to see the next thing begin by itself. */
const WAITING_MS = 4_000;
/** An answer to a refresh can be lost on a busy machine or a bad line; the page would stay as it was. */
const REFRESHES_AGAIN_MS = 5_000;
/** An answer that has not come by then never may; while it is waited for, nothing else is read. */
const ANSWER_TIMEOUT_MS = 10_000;

interface Polled {
  /** Changes whenever what the rest of the page shows has changed; otherwise meaningless. */
  version: string;
}

interface PolledOptions<Value extends Polled> {
  /** Of a route that answers with the value; 401 and 404 where it is not for this person any more. */
  address: string;
  initial: Value;
  /** Throws for an answer that is no such value. The same function at every rendering, as the next one. */
  parse: (answer: unknown) => Value;
  /** Whether it moves, so that it is read every second. */
  isBusy: (value: Value) => boolean;
  onRead?: (value: Value) => void;
}

/** A value that is read again and again while the page is looked at; the page is rendered anew when its rest has changed. */
export function usePolled<Value extends Polled>({
  address,
  initial,
  parse,
  isBusy,
  onRead,
}: PolledOptions<Value>): {
  value: Value;
  /** The last reading failed; it is tried again. */
  lost: boolean;
} {
  const router = useRouter();
  const [rendered, setRendered] = useState(initial);
  const [live, setLive] = useState({ value: initial, lost: false });
  /** Of the page as it is rendered, and what it was last refreshed for. */
  const version = useRef(initial.version);
  const asked = useRef({ version: initial.version, at: 0 });
  // The page was rendered anew, after a start for example: its figures are the newest there are.
  if (rendered !== initial) {
    setRendered(initial);
    setLive({ ...live, value: initial });
  }
  const busy = isBusy(live.value);
  const tell = useEffectEvent((value: Value) => onRead?.(value));

  useEffect(() => {
    version.current = initial.version;
  }, [initial.version]);

  useEffect(() => {
    const gone = new AbortController();
    let timer = setTimeout(() => void look(), busy ? BUSY_MS : WAITING_MS);
    let looking = false;

    async function look(): Promise<void> {
      // Nobody looks at a hidden page; it goes on when it is shown.
      if (document.hidden || looking) return;
      looking = true;
      try {
        const answer = await readAnswer(address, gone.signal);
        if (answer === null) {
          // The server knows where to lead: to sign-in, or to "there is no such page".
          gone.abort();
          router.refresh();
          return;
        }
        const value = parse(answer.body);
        tell(value);
        setLive({ value, lost: false });
        refreshFor(value.version);
        timer = setTimeout(() => void look(), busy ? BUSY_MS : WAITING_MS);
      } catch (error) {
        if (gone.signal.aborted) return;
        console.warn("What goes on could not be read.", error);
        setLive((before) => ({ ...before, lost: true }));
        timer = setTimeout(() => void look(), WAITING_MS);
      } finally {
        looking = false;
      }
    }

    function refreshFor(read: string): void {
      if (read === version.current || isAskedFor(asked.current, read)) return;
      asked.current = { version: read, at: Date.now() };
      router.refresh();
    }

    function lookWhenShown(): void {
      if (document.hidden || looking) return;
      clearTimeout(timer);
      timer = setTimeout(() => void look(), 0);
    }

    document.addEventListener("visibilitychange", lookWhenShown, { signal: gone.signal });
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
  }, [address, parse, router, busy]);

  return live;
}

function isAskedFor(asked: { version: string; at: number }, read: string): boolean {
  return asked.version === read && Date.now() - asked.at < REFRESHES_AGAIN_MS;
}

/** Null when it is not for this person any more: signed out, blocked, or the thing is gone. */
async function readAnswer(address: string, signal: AbortSignal): Promise<{ body: unknown } | null> {
  const response = await fetch(address, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    cache: "no-store",
  });
  if (response.status === 401 || response.status === 404) return null;
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
  return { body: await response.json() };
}
