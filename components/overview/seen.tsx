"use client";

import { useEffect, useRef } from "react";
import { idle, type FormAction } from "@/lib/actions/state";

interface SeenProps {
  /** When the page was made, ISO 8601. */
  at: string;
  noteSeen: FormAction;
}

/** Tells the server that somebody has looked at this page: once, when it is shown. Shows nothing. */
export function Seen({ at, noteSeen }: SeenProps) {
  const isNoted = useRef(false);
  useEffect(() => {
    function note(): void {
      if (document.hidden || isNoted.current) return;
      isNoted.current = true;
      const form = new FormData();
      form.set("at", at);
      // What was not noted is news once more at the next visit.
      noteSeen(idle, form).catch((error: unknown) => {
        console.warn("That the page was seen could not be noted.", error);
      });
    }
    note();
    document.addEventListener("visibilitychange", note);
    return () => {
      document.removeEventListener("visibilitychange", note);
    };
  }, [at, noteSeen]);
  return null;
}
