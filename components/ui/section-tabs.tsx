"use client";

import { useEffect, useRef, type ReactNode } from "react";

/** Links to pages side by side. Where they are wider than the screen, the one that is shown is scrolled into sight. */
export function SectionTabs({ label, children }: { label: string; children: ReactNode }) {
  const tabs = useRef<HTMLElement>(null);
  useEffect(() => {
    const { current } = tabs;
    const here = current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (!current || !here) return;
    const hidden = here.offsetLeft - current.offsetLeft + here.offsetWidth - current.clientWidth;
    if (hidden > 0) current.scrollLeft = hidden;
  }, []);
  return (
    <nav ref={tabs} aria-label={label} className="section-tabs">
      {children}
    </nav>
  );
}
