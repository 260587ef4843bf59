"use client";

import { buttonVariants } from "@heroui/styles";
import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { isTyping, singleKeysOn } from "@/components/palette/single-keys";

// Neither its script nor its texts travel with the pages.
const PaletteDialog = dynamic(
  async () => (await import("@/components/palette/palette-dialog")).PaletteDialog,
  { ssr: false },
);

export type PaletteView = "commands" | "shortcuts";

/** The button of the command palette, and the keys that work on every page of the workspace. */
export function Palette({ label, hint }: { label: string; hint: string }) {
  const [view, setView] = useState<PaletteView | null>(null);

  useEffect(() => {
    const gone = new AbortController();
    document.addEventListener("keydown", press, { signal: gone.signal });
    return () => {
      gone.abort();
    };

    function press(event: KeyboardEvent): void {
      const action = actionOf(event);
      if (action === null || action() === false) return;
      event.preventDefault();
    }

    function actionOf(event: KeyboardEvent): (() => unknown) | null {
      if (event.defaultPrevented || event.isComposing || event.altKey) return null;
      // By the place of the key: on a Russian keyboard it writes another letter.
      if (event.ctrlKey || event.metaKey) return event.code === "KeyK" && !event.shiftKey ? open : null;
      if (isTyping(event.target) || !singleKeysOn()) return null;
      if (event.key === "/") return focusSearch;
      return event.key === "?" ? showShortcuts : null;
    }

    function open(): void {
      setView((shown) => (shown === "commands" ? null : "commands"));
    }

    function showShortcuts(): void {
      setView("shortcuts");
    }
  }, []);

  return (
    <>
      <button
        type="button"
        className={buttonVariants({ variant: "ghost", isIconOnly: true })}
        aria-label={label}
        aria-keyshortcuts="Control+K Meta+K"
        title={hint}
        onClick={() => {
          setView("commands");
        }}
      >
        <Search aria-hidden="true" />
      </button>
      {view !== null && (
        <PaletteDialog
          view={view}
          show={setView}
          close={() => {
            setView(null);
          }}
        />
      )}
    </>
  );
}

/** False where the page has no list to search: the key keeps what it does in the browser. */
function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('main form[role="search"] input[type="search"]');
  field?.focus();
  field?.select();
  return field !== null;
}
