"use client";

import { Modal } from "@heroui/react/modal";
import { useFilter } from "@heroui/react/rac";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Header } from "react-aria-components/Header";
import { Input } from "react-aria-components/Input";
import { Menu, MenuItem, MenuSection } from "react-aria-components/Menu";
import { TextField } from "react-aria-components/TextField";
import type { PaletteItem } from "@/components/palette/palette-answer";
import { useFound } from "@/components/palette/use-found";
import { useRouter } from "@/lib/i18n/navigation";

const GROUPS = ["own", "commands", "supervision"] as const;
const KINDS = ["mailing", "message", "list", "recipient"] as const;

interface CommandListProps {
  items: readonly PaletteItem[];
  close: () => void;
  showShortcuts: () => void;
}

interface Group {
  title: string;
  /** Addresses are the keys: what leads to one place stands there once. */
  entries: { href: string; text: string; detail: string }[];
}

/** One field, and below it what its text finds: arrows choose, Enter opens. The focus stays in the field. */
export function CommandList({ items, close, showShortcuts }: CommandListProps) {
  const t = useTranslations("palette");
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const search = typed.trim();
  const found = useFound(search);
  const groups = useGroups(items, search, found.items);
  const field = useRef<HTMLInputElement>(null);
  const isLooking = found.search !== search;

  // A dialog takes the focus itself, unless something within has it.
  useEffect(() => field.current?.focus(), []);

  return (
    <Modal.Dialog aria-label={t("title")} className="gap-0 overflow-hidden p-0">
      <Autocomplete inputValue={typed} onInputChange={setTyped}>
        <TextField
          aria-label={t("title")}

          className="flex items-center gap-3 border-b border-separator px-4"
        >
          <Search aria-hidden="true" className="size-5 shrink-0 text-muted" />
          <Input
            ref={field}
            placeholder={t("placeholder")}
            maxLength={320}
            className="h-14 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-muted [&::-webkit-search-cancel-button]:hidden"
          />
        </TextField>
        <Menu
          aria-label={t("results")}
          className="max-h-[min(26rem,60vh)] overflow-y-auto p-2 outline-none"
          onAction={(key) => {
            close();
            router.push(String(key));
          }}
          renderEmptyState={() => (
            <p className="px-3 py-6 text-center text-sm text-muted">
              {isLooking ? t("looking") : found.isLost ? t("lost") : t("nothing", { search })}
            </p>
          )}
        >
          {groups.map((group) => (
            <MenuSection key={group.title} id={group.title} className="mb-2 last:mb-0">
              <Header className="px-3 pt-2 pb-1 text-xs text-muted">{group.title}</Header>
              {group.entries.map(({ href, text, detail }) => (
                <MenuItem
                  key={href}
                  id={href}
                  textValue={text}
                  className="flex min-h-10 cursor-pointer items-baseline gap-3 rounded-lg px-3 py-2 outline-none data-[focused]:bg-default"
                >
                  <span className="min-w-0 truncate">{text}</span>
                  {detail !== "" && <span className="min-w-0 truncate text-sm text-muted">{detail}</span>}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Menu>
      </Autocomplete>
      <div className="flex items-center justify-between gap-4 border-t border-separator px-4 py-2 text-xs text-muted">
        <span aria-live="polite">{found.isLost && groups.length > 0 ? t("lost") : t("hint")}</span>
        <button type="button" className="min-h-8 underline underline-offset-3" onClick={showShortcuts}>
          {t("shortcuts")}
        </button>
      </div>
    </Modal.Dialog>
  );
}

function useGroups(
  items: readonly PaletteItem[],
  search: string,
  found: readonly { kind: (typeof KINDS)[number]; text: string; detail: string; href: string }[],
): Group[] {
  const t = useTranslations("palette");
  const { startsWith } = useFilter({ sensitivity: "base" });
  const offered = GROUPS.map((group) => ({
    title: t(`groups.${group}`),
    entries: items
      .filter(
        (item) => item.group === group && fromWords(item.text).some((words) => startsWith(words, search)),
      )
      .map(({ href, text }) => ({ href, text, detail: "" })),
  }));
  const things = KINDS.map((kind) => ({
    title: t(`kinds.${kind}`),
    entries: found.filter((thing) => thing.kind === kind),
  }));
  return [...offered, ...things].filter(({ entries }) => entries.length > 0);
}

/** The text from each of its words on: "New mailing" is found by "mail" and by "new m", but not by "ew". */
function fromWords(text: string): string[] {
  const words = text.split(" ");
  return words.map((_, from) => words.slice(from).join(" "));
}
