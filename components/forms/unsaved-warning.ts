"use client";

import { useEffect } from "react";

/** Asks before a page is left by a link, reloaded or closed while something typed in it is not saved. */
export function useUnsavedWarning(isDirty: boolean, question: string): void {
  useEffect(() => {
    if (!isDirty) return;
    const closing = (event: BeforeUnloadEvent) => {
      event.preventDefault();
    };
    const following = (event: MouseEvent) => {
      if (!leavesHere(event) || window.confirm(question)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("beforeunload", closing);
    // Before the link itself hears of it.
    document.addEventListener("click", following, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", closing);
      document.removeEventListener("click", following, { capture: true });
    };
  }, [isDirty, question]);
}

/** Whether a click follows a link within the document's own tab; one to another document is asked about by the browser. */
function leavesHere(event: MouseEvent): boolean {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target === "_blank") return false;
  // To sign in, after which the text is offered again.
  if (link.dataset.keepsText !== undefined) return false;
  return link.origin === location.origin && link.pathname !== location.pathname;
}
