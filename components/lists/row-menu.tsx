"use client";

import { useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";

interface RowMenuProps {
  /** What can be done with a row, by its id; shown in this order. */
  items: (id: string) => readonly { name: string; text: string }[];
  onChoose: (id: string, name: string) => void;
  /** The table, whose rows each hold a RowMenuButton. */
  children: ReactNode;
}

/**
 * The menus of a table's rows: one for all of them, opened by the button of whichever row. The rows stay the server's,
 * and hold nothing but that button.
 */
export function RowMenu({ items, onChoose, children }: RowMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const [id, setId] = useState<string | null>(null);

  function open({ target }: MouseEvent): void {
    const button =
      target instanceof Element ? target.closest<HTMLButtonElement>("button[data-row-menu]") : null;
    if (button === null || menu.current === null) return;
    opener.current = button;
    setId(button.value);
    const { bottom, right } = button.getBoundingClientRect();
    menu.current.style.top = `${bottom + 4}px`;
    menu.current.style.right = `${document.documentElement.clientWidth - right}px`;
    menu.current.showPopover();
  }

  function choose(name: string): void {
    menu.current?.hidePopover();
    opener.current?.focus();
    if (id !== null) onChoose(id, name);
  }

  return (
    <div onClick={open} role="presentation">
      {children}
      <div
        ref={menu}
        popover="auto"
        tabIndex={-1}
        role="menu"
        className="row-menu"
        onKeyDown={moveFocus}
        onToggle={(event) => {
          const isOpen = event.newState === "open";
          opener.current?.setAttribute("aria-expanded", String(isOpen));
          if (isOpen) menu.current?.querySelector("button")?.focus();
        }}
      >
        {id !== null &&
          items(id).map(({ name, text }) => (
            <button key={name} type="button" role="menuitem" onClick={() => choose(name)}>
              {text}
            </button>
          ))}
      </div>
    </div>
  );
}

/** Up and down, to the first and the last. Escape, and a click beside it, are the browser's. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const all = [...event.currentTarget.querySelectorAll("button")];
  const at = all.findIndex((button) => button === document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  all.at(next % all.length)?.focus();
}
