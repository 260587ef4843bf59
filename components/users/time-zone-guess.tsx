"use client";

import { useSyncExternalStore } from "react";

/** The browser's time zone as a hidden field; empty on the server, which cannot know. */
export function TimeZoneGuess() {
  const timeZone = useSyncExternalStore(
    () => () => undefined,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => "",
  );
  return <input type="hidden" name="timeZone" value={timeZone} />;
}
