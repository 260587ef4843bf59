"use client";

import { createContext, use, useRef, useState, type ReactNode } from "react";

interface SelectionValue {
  /** Ids of the ticked rows. */
  ids: readonly string[];
  clear: () => void;
}

const SelectionContext = createContext<SelectionValue>({ ids: [], clear: () => undefined });

/** What is ticked, for the actions of a Selection. */
export function useSelection(): SelectionValue {
  return use(SelectionContext);
}

interface SelectionProps {
  /** For the box that ticks the whole page. */
  allLabel: string;
  /** Spoken and shown before the number of ticked rows. */
  selectedLabel: string;
  clearLabel: string;
  /** Shown while something is ticked; they ask useSelection. */
  actions: ReactNode;
  /** At the other end of the bar, whatever is ticked. */
  aside?: ReactNode;
  /** The table, whose rows each hold a TickCell. */
  children: ReactNode;
}

const BOXES = "input[name=tick]";

/**
 * Rows to tick. The rows stay the server's: this only listens to the boxes in them.
 *
 * ```tsx
 * <Selection allLabel={t("all")} ... actions={<DeleteTicked command={deleteThings} />}>
 *   <Table>... <TableRow><TickCell id={row.id} label={row.name} />...
 * </Selection>
 * ```
 */
export function Selection(props: SelectionProps) {
  const { allLabel, selectedLabel, clearLabel, actions, aside, children } = props;
  const area = useRef<HTMLDivElement>(null);
  const [ids, setIds] = useState<readonly string[]>([]);
  const [whole, setWhole] = useState(false);
  const boxes = () => [...(area.current?.querySelectorAll<HTMLInputElement>(BOXES) ?? [])];
  const look = () => {
    const all = boxes();
    const ticked = all.filter((box) => box.checked);
    setIds(ticked.map((box) => box.value));
    setWhole(all.length > 0 && ticked.length === all.length);
  };
  const tickAll = (checked: boolean) => {
    for (const box of boxes()) box.checked = checked;
    look();
  };
  return (
    <SelectionContext value={{ ids, clear: () => tickAll(false) }}>
      <div className="selection-bar" data-ticked={ids.length > 0}>
        <label>
          <input
            type="checkbox"
            // The words beside it are a status, of which no name is made.
            aria-label={allLabel}
            checked={whole}
            onChange={(event) => tickAll(event.target.checked)}
          />
          <span role="status">{ids.length === 0 ? allLabel : `${selectedLabel} ${ids.length}`}</span>
        </label>
        {ids.length > 0 && (
          <>
            {actions}
            <button type="button" className="underline underline-offset-3" onClick={() => tickAll(false)}>
              {clearLabel}
            </button>
          </>
        )}
        {aside && <span className="ms-auto">{aside}</span>}
      </div>
      <div ref={area} onChange={look}>
        {children}
      </div>
    </SelectionContext>
  );
}
