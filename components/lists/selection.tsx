"use client";

import { useFormatter } from "next-intl";
import { createContext, use, useRef, useState, type ReactNode } from "react";

interface SelectionValue {
  /** Ids of the ticked rows. */
  ids: readonly string[];
  /** Of what is selected: the ticked rows, or all that the list's filter finds. */
  count: number;
  /** All that the filter finds, on whatever page, where they are meant. */
  everything: Found | null;
  clear: () => void;
  /** The filter finds others by now. */
  recount: (found: Found) => void;
}

/** What a filter found. */
export interface Found {
  total: number;
  /** Tells them from others, however many. */
  fingerprint: string;
}

const SelectionContext = createContext<SelectionValue>({
  ids: [],
  count: 0,
  everything: null,
  clear: () => undefined,
  recount: () => undefined,
});

/** What is selected, for the actions of a Selection. */
export function useSelection(): SelectionValue {
  return use(SelectionContext);
}

interface SelectionProps {
  /** For the box that ticks the whole page. */
  allLabel: string;
  /** Spoken and shown before the number of ticked rows. */
  selectedLabel: string;
  clearLabel: string;
  /** Offered once the whole page is ticked and there are more; null where they are too many for their actions. */
  everything?: (Found & { label: string; tooMany: string | null }) | undefined;
  /** Shown while something is ticked; they ask useSelection. */
  actions: ReactNode;
  /** At the other end of the bar, whatever is ticked. */
  aside?: ReactNode;
  /** The table, whose rows each hold a box named "tick" with their id (components/lists/packed-rows.ts). */
  children: ReactNode;
}

const BOXES = "input[name=tick]";

/**
 * Rows to tick. The rows stay the server's: this only listens to the boxes in them.
 *
 * ```tsx
 * <Selection allLabel={t("all")} ... actions={<DeleteTicked command={deleteThings} />}>
 *   <Table>... <TableRows rows={packRows(... { id, cells: [[["tick", name]], ...] })} />
 * </Selection>
 * ```
 */
export function Selection(props: SelectionProps) {
  const { allLabel, selectedLabel, clearLabel, everything, actions, aside, children } = props;
  const format = useFormatter();
  const area = useRef<HTMLDivElement>(null);
  const [ids, setIds] = useState<readonly string[]>([]);
  const [whole, setWhole] = useState(false);
  /** What the filter finds, while all of it is meant. */
  const [found, setFound] = useState<Found | null>(null);
  const boxes = () => [...(area.current?.querySelectorAll<HTMLInputElement>(BOXES) ?? [])];
  const look = () => {
    const all = boxes();
    const ticked = all.filter((box) => box.checked);
    setIds(ticked.map((box) => box.value));
    setWhole(all.length > 0 && ticked.length === all.length);
    setFound(null);
  };
  const tickAll = (checked: boolean) => {
    for (const box of boxes()) box.checked = checked;
    look();
  };
  const count = found?.total ?? ids.length;
  const clear = () => tickAll(false);
  return (
    <SelectionContext value={{ ids, count, everything: found, clear, recount: setFound }}>
      <div className="selection-bar" data-ticked={count > 0}>
        <label>
          <input
            type="checkbox"
            // The words beside it are a status, of which no name is made.
            aria-label={allLabel}
            checked={whole}
            onChange={(event) => tickAll(event.target.checked)}
          />
          <span role="status">{count === 0 ? allLabel : `${selectedLabel} ${format.number(count)}`}</span>
        </label>
        {whole && found === null && everything !== undefined && everything.total > ids.length && (
          <Everything {...everything} select={() => setFound(everything)} />
        )}
        {count > 0 && (
          <>
            {actions}
            <button type="button" className="underline underline-offset-3" onClick={clear}>
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

interface EverythingProps {
  label: string;
  tooMany: string | null;
  select: () => void;
}

/** From the rows in sight to all that the filter finds. */
function Everything({ label, tooMany, select }: EverythingProps) {
  if (tooMany !== null) return <span>{tooMany}</span>;
  return (
    <button type="button" className="underline underline-offset-3" onClick={select}>
      {label}
    </button>
  );
}
