"use client";

import { useEffect } from "react";

const FOCUSABLE =
  "a[href], button:enabled, input:enabled:not([type=hidden]), select:enabled, textarea:enabled, summary";

/** A dialog that closes gives the focus back to its opener within two frames. */
const DIALOG_RETURNS_MS = 100;

/**
 * Keyboards and screen readers stay where they were: where the focused element is removed or disabled, as a button after
 * what it did, the focus goes to what now stands in its place, else to the page's heading. Browsers leave it nowhere.
 */
export function KeptFocus() {
  useEffect(() => {
    const gone = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last: Element | null = null;
    let around: readonly Element[] = [];
    function remember({ target }: FocusEvent): void {
      if (!(target instanceof Element)) return;
      last = target;
      around = ancestorsOf(target);
    }
    const isLost = () =>
      document.activeElement === document.body &&
      last !== null &&
      (!last.isConnected || last.matches(":disabled"));
    const observer = new MutationObserver(() => {
      if (!isLost()) return;
      clearTimeout(timer);
      timer = setTimeout(() => isLost() && focusInstead(around), DIALOG_RETURNS_MS);
    });
    document.addEventListener("focusin", remember, { signal: gone.signal });
    observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ["disabled"] });
    return () => {
      gone.abort();
      clearTimeout(timer);
      observer.disconnect();
    };
  }, []);
  return null;
}

function ancestorsOf(element: Element): Element[] {
  const found: Element[] = [];
  for (let up = element.parentElement; up !== null; up = up.parentElement) found.push(up);
  return found;
}

function focusInstead(around: readonly Element[]): void {
  const nearest = around.find(({ isConnected }) => isConnected);
  const main = document.querySelector("main");
  // What is beside it, but not just anything of the whole page.
  const beside =
    nearest === main || nearest?.contains(main) ? null : nearest?.querySelector<HTMLElement>(FOCUSABLE);
  const heading = document.querySelector<HTMLElement>("main h1");
  const next = beside ?? heading;
  if (next === heading) heading?.setAttribute("tabindex", "-1");
  next?.focus({ preventScroll: true });
}
