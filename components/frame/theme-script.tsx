"use client";

import { useEffect } from "react";

const SOURCE = "/theme.js";

/**
 * Sets the colours before the first paint: blocking on purpose, and an own file, so that it needs no
 * nonce. Where React makes the whole document in the browser, as for a page that is not found, a script
 * it inserts does not run; then it is loaded by hand.
 */
export function ThemeScript() {
  useEffect(() => {
    if (document.documentElement.hasAttribute("data-theme")) return;
    const script = document.createElement("script");
    script.src = SOURCE;
    document.head.append(script);
  }, []);
  const type = typeof window === "undefined" ? "text/javascript" : "text/plain";
  return <script src={SOURCE} type={type} suppressHydrationWarning />;
}
