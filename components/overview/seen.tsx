"use client";

import { useEffect, useRef } from "react";

interface SeenProps {
  /** When the page was made. */
  at: string;
  noteSeen: (at: string) => Promise<string | null>;
}

/** Tells the server that somebody has looked at this page: once, when it is shown. Shows nothing. */
export function Seen({ at, noteSeen }: SeenProps) {
  const isTold = useRef(false);
  useEffect(() => {
    function tell(): void {
      if (document.hidden || isTold.current) return;
      isTold.current = true;
      // What was not noted is news once more at the next visit.
      noteSeen(at).catch((error: unknown) => {
        console.warn("That the page was seen could not be noted.", error);
      });
    }
    tell();
    document.addEventListener("visibilitychange", tell);
    return () => {
      document.removeEventListener("visibilitychange", tell);
    };
  }, [at, noteSeen]);
  return null;
}
