"use client";

import { useFormatter } from "next-intl";
import { createContext, use, useEffect, useRef, type ReactNode } from "react";
import { useSelected, type Found } from "@/components/lists/remembered-selection";

interface SelectionValue {
  /** Ids of the ticked rows, on whatever page of the list. */
  ids: readonly string[];
  /** Of what is selected: the ticked rows, or all that the list's filter finds. */
  count: number;
  /** All that the filter finds, on whatever page, where they are meant. */
  everything: Found | null;
  clear: () => void;
  /** The filter finds others by now. */
  recount: (found: Found) => void;
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

interface SelectionProps extends Omit<BarProps, "whole" | "tickAll" | "selectEverything"> {
  /** Names the list and its filter, whichever page of it is shown: what is ticked on one page stays so on the next. */
  list: string;
  /** Of the rows of this page. */
  rowIds: readonly string[];
  /** The table, whose rows each hold a box named "tick" with their id (components/lists/packed-rows.ts). */
  children: ReactNode;
}

/**
 * Rows to tick. The rows stay the server's: this only listens to the boxes in them.
 *
 * ```tsx
 * <Selection list={listHref(list, {})} rowIds={...} allLabel={t("all")} ... actions={<DeleteTicked command={deleteThings} />}>
 *   <Table>... <TableRows rows={packRows(... { id, cells: [[["tick", name]], ...] })} />
 * </Selection>
 * ```
 */
export function Selection({ list, rowIds, children, ...bar }: SelectionProps) {
  const area = useRef<HTMLDivElement>(null);
  const [{ ids, found }, select] = useSelected(list);
  const whole = rowIds.length > 0 && (found !== null || rowIds.every((id) => ids.includes(id)));

  useEffect(() => {
    const ticked = new Set(ids);
    for (const box of boxesIn(area.current)) box.checked = found !== null || ticked.has(box.value);
  }, [ids, found, rowIds]);

  /** These of this page, and what was ticked on others. Of all that match, one that is not ticked leaves this page's. */
  function tick(here: readonly string[]): void {
    const elsewhere = found === null ? ids.filter((id) => !rowIds.includes(id)) : [];
    select({ ids: [...elsewhere, ...here], found: null });
  }

  function look(): void {
    tick(
      boxesIn(area.current)
        .filter((box) => box.checked)
        .map((box) => box.value),
    );
  }

  const value: SelectionValue = {
    ids,
    count: found?.total ?? ids.length,
    everything: found,
    clear: () => select({ ids: [], found: null }),
    recount: (now) => select({ ids, found: now }),
  };
  return (
    <SelectionContext value={value}>
      <SelectionBar
        {...bar}
        whole={whole}
        tickAll={(checked) => tick(checked ? rowIds : [])}
        selectEverything={(everything) => select({ ids, found: everything })}
      />
      <div ref={area} onChange={look}>
        {children}
      </div>
    </SelectionContext>
  );
}

function boxesIn(area: HTMLElement | null): HTMLInputElement[] {
  return [...(area?.querySelectorAll<HTMLInputElement>("input[name=tick]") ?? [])];
}

interface BarProps {
  /** For the box that ticks the whole page. */
  allLabel: string;
  /** Spoken and shown before the number of ticked rows. */
  selectedLabel: string;
  /** The same before a number that is an estimate. */
  selectedAboutLabel: string;
  clearLabel: string;
  /** Rows that can be ticked one by one, and what is said instead of the actions when they are more. */
  most: number;
  tooMany: string;
  /** Offered once the whole page is ticked and there are more. */
  everything?: (Found & { label: string }) | undefined;
  /** Shown while something is ticked; they ask useSelection. */
  actions: ReactNode;
  /** At the other end of the bar, whatever is ticked. */
  aside?: ReactNode;
  /** Whether all of this page is ticked. */
  whole: boolean;
  tickAll: (checked: boolean) => void;
  selectEverything: (everything: Found) => void;
}

function SelectionBar(props: BarProps) {
  const {
    allLabel,
    selectedLabel,
    selectedAboutLabel,
    clearLabel,
    most,
    tooMany,
    everything,
    actions,
    aside,
  } = props;
  const { whole, tickAll, selectEverything } = props;
  const format = useFormatter();
  const { ids, count, everything: found, clear } = useSelection();
  const selected =
    found?.isEstimate === true
      ? `${selectedAboutLabel} ${format.number(count, { maximumSignificantDigits: 2 })}`
      : `${selectedLabel} ${format.number(count)}`;
  const more = whole && found === null && everything !== undefined && everything.total > ids.length;
  return (
    <div className="selection-bar" data-ticked={count > 0}>
      <label>
        <input
          type="checkbox"
          // The words beside it are a status, of which no name is made.
          aria-label={allLabel}
          checked={whole}
          onChange={(event) => tickAll(event.target.checked)}
        />
        <span role="status">{count === 0 ? allLabel : selected}</span>
      </label>
      {more && (
        <button
          type="button"
          className="underline underline-offset-3"
          onClick={() => selectEverything(everything)}
        >
          {everything.label}
        </button>
      )}
      {count > 0 && (
        <>
          {found === null && ids.length > most ? <span>{tooMany}</span> : actions}
          <button type="button" className="underline underline-offset-3" onClick={clear}>
            {clearLabel}
          </button>
        </>
      )}
      {aside && <span className="ms-auto">{aside}</span>}
    </div>
  );
}
