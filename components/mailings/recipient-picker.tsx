"use client";

import { Input } from "@heroui/react/input";
import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFound } from "@/components/mailings/use-found";
import type { FormAction } from "@/lib/actions/state";
import { shownEmail } from "@/lib/email-address";
import type { RecipientOption } from "@/lib/mailings/form-options";

interface RecipientPickerProps {
  find: FormAction<RecipientOption[]>;
  /** Known by name already: those chosen before. */
  chosen: readonly RecipientOption[];
  onChange: (chosen: RecipientOption[]) => void;
}

/** Single recipients, found by the beginning of their address or by name. */
export function RecipientPicker({ find, chosen, onChange }: RecipientPickerProps) {
  const t = useTranslations("mailingForm");
  const [search, setSearch] = useState("");
  const found = useFound(find, search).filter(({ id }) => !chosen.some((known) => known.id === id));

  function choose(recipient: RecipientOption): void {
    onChange([...chosen, recipient]);
    setSearch("");
  }

  return (
    <div className="flex flex-col gap-2">
      <label htmlFor="recipient-search" className="text-sm font-medium">
        {t("single")}
      </label>
      {chosen.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {chosen.map((recipient) => (
            <li
              key={recipient.id}
              className="flex min-w-0 items-center gap-1 rounded-lg border border-border bg-surface py-1 ps-3 pe-1 text-sm"
            >
              <input type="hidden" name="recipientIds" value={recipient.id} />
              <span className="min-w-0 [overflow-wrap:anywhere]">{shownEmail(recipient.email)}</span>
              <button
                type="button"
                className="rounded p-1 text-muted hover:text-foreground"
                aria-label={t("removeRecipient", { email: shownEmail(recipient.email) })}
                onClick={() => onChange(chosen.filter(({ id }) => id !== recipient.id))}
              >
                <X className="size-4" aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Input
        id="recipient-search"
        type="search"
        autoComplete="off"
        className="h-11"
        placeholder={t("singleHint")}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          // It chooses the first that is found, and never sends the form.
          event.preventDefault();
          if (found[0] !== undefined) choose(found[0]);
        }}
      />
      <ul aria-live="polite" aria-label={t("found")} className="flex flex-col empty:hidden">
        {found.map((recipient) => (
          <li key={recipient.id}>
            <button
              type="button"
              className="flex w-full min-w-0 items-center gap-2 rounded-lg px-2 py-2 text-start text-sm hover:bg-default"
              onClick={() => choose(recipient)}
            >
              <Plus className="size-4 shrink-0 text-muted" aria-hidden="true" />
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {shownEmail(recipient.email)}
                {recipient.name !== "" && <span className="ms-2 text-muted">{recipient.name}</span>}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
