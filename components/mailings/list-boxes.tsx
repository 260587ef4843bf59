"use client";

import { Input } from "@heroui/react/input";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Controller, type Control } from "react-hook-form";
import { FaultText } from "@/components/forms/fault-text";
import { useOffered } from "@/components/mailings/use-found";
import type { FormAction } from "@/lib/actions/state";
import type { ListOption } from "@/lib/mailings/form-options";
import type { MailingFields } from "@/lib/mailings/schema";

interface ListBoxesProps {
  control: Control<MailingFields, unknown, unknown>;
  name: "listIds" | "exceptListIds";
  label: string;
  lists: readonly ListOption[];
  /** Null where all of them are among `lists`. */
  find: FormAction<ListOption[]> | null;
}

/** So many are seen at a glance. */
const FEW = 8;

/** Lists to tick, each with how many are in it. */
export function ListBoxes({ control, name, label, lists, find }: ListBoxesProps) {
  const t = useTranslations("mailingForm");
  const [search, setSearch] = useState("");
  const offered = useOffered(lists, find, search);
  const wanted = search.trim().toLowerCase();
  const isWanted = (name: string) => name.toLowerCase().includes(wanted);
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => {
        const ticked = [field.value ?? []].flat();
        return (
          <div role="group" aria-label={label} aria-describedby={`${name}-fault`}>
            <p className="mb-2 text-sm font-medium">{label}</p>
            {lists.length > FEW && (
              <Input
                type="search"
                autoComplete="off"
                aria-label={t("findList")}
                placeholder={t("findList")}
                className="mb-2 h-11 w-full"
                value={search}
                onChange={(event) => setSearch(event.target.value)}
                onKeyDown={(event) => {
                  if (event.key === "Enter") event.preventDefault();
                }}
              />
            )}
            {lists.length === 0 && <p className="text-sm text-muted">{t("noLists")}</p>}
            <ul className="flex max-h-72 flex-col overflow-y-auto rounded-xl border border-border bg-surface empty:hidden">
              {offered.map((list, nth) => (
                <li
                  key={list.id}
                  // What is ticked goes with the form, in sight or not.
                  hidden={!isWanted(list.name)}
                  className="border-b border-separator last:border-b-0"
                >
                  <label className="flex cursor-pointer items-start gap-3 px-4 py-3 text-sm">
                    <input
                      type="checkbox"
                      name={name}
                      value={list.id}
                      ref={nth === 0 ? field.ref : undefined}
                      checked={ticked.includes(list.id)}
                      onChange={(event) =>
                        field.onChange(
                          event.target.checked ? [...ticked, list.id] : ticked.filter((id) => id !== list.id),
                        )
                      }
                      onBlur={field.onBlur}
                      className="mt-0.5 size-4 accent-accent"
                    />
                    <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{list.name}</span>
                    <span className="text-muted tabular-nums">{t("members", { count: list.members })}</span>
                  </label>
                </li>
              ))}
            </ul>
            <p id={`${name}-fault`} className="mt-1 text-xs text-danger empty:hidden">
              <FaultText code={fieldState.error?.message} />
            </p>
          </div>
        );
      }}
    />
  );
}
