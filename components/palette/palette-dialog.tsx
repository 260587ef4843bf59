"use client";

import { Modal } from "@heroui/react/modal";
import { useLocale } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { AddedMessages } from "@/components/frame/added-messages";
import { CommandList } from "@/components/palette/command-list";
import type { PaletteView } from "@/components/palette/palette";
import { paletteAnswer, type PaletteAnswer } from "@/components/palette/palette-answer";
import { ShortcutList } from "@/components/palette/shortcut-list";

interface PaletteDialogProps {
  view: PaletteView;
  show: (view: PaletteView) => void;
  close: () => void;
}

/** Goes anywhere, finds what one has, begins what is new; or says which keys there are. */
export function PaletteDialog({ view, show, close }: PaletteDialogProps) {
  const locale = useLocale();
  const [answer, setAnswer] = useState<PaletteAnswer | null>(null);
  const giveUp = useEffectEvent(close);

  useEffect(() => {
    const gone = new AbortController();
    readPalette(locale, gone.signal).then(setAnswer, (error: unknown) => {
      if (gone.signal.aborted) return;
      console.warn("The command palette could not be read.", error);
      giveUp();
    });
    return () => {
      gone.abort();
    };
  }, [locale]);

  if (answer === null) return null;
  return (
    <Modal
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) close();
      }}
    >
      <Modal.Backdrop>
        <Modal.Container placement="top" size="lg">
          <AddedMessages text={answer.messages}>
            {view === "commands" ? (
              <CommandList
                items={answer.items}
                close={close}
                showShortcuts={() => {
                  show("shortcuts");
                }}
              />
            ) : (
              <ShortcutList />
            )}
          </AddedMessages>
        </Modal.Container>
      </Modal.Backdrop>
    </Modal>
  );
}

async function readPalette(locale: string, signal: AbortSignal): Promise<PaletteAnswer> {
  const response = await fetch(`/api/palette?locale=${locale}`, { signal });
  if (!response.ok) throw new Error(`/api/palette answered ${response.status}.`);
  return paletteAnswer.parse(await response.json());
}
