"use client";

import { useSyncExternalStore } from "react";

/** Where somebody wanted to go before they were asked to sign in, as a hidden field; empty on the server, whose page is one for all. */
export function AskedPage() {
  const next = useSyncExternalStore(
    () => () => undefined,
    () => new URLSearchParams(window.location.search).get("next") ?? "",
    () => "",
  );
  return <input type="hidden" name="next" value={next} />;
}
