"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import type { PasteSaved } from "@/lib/recipients/paste-commands";

/** What became of a paste, and where to go from there. */
export function PasteOutcome({ saved, again }: { saved: PasteSaved; again: () => void }) {
  const t = useTranslations("recipientForms");
  const { listId } = saved;
  const figures = (["added", "updated", "unchanged", "suppressed", "erased"] as const).filter(
    (name) => saved[name] > 0,
  );
  return (
    <div className="flex flex-col gap-5">
      <Notice tone="good">
        {figures.map((name) => t(`pasteDone.${name}`, { count: saved[name] })).join(" · ")}
      </Notice>
      <div className="flex flex-wrap gap-3">
        <ButtonLink href={listId === null ? "/recipients" : `/recipients/lists/${listId}`}>
          {listId === null ? t("showAll") : t("showList")}
        </ButtonLink>
        <Button variant="secondary" onPress={again}>
          {t("pasteMore")}
        </Button>
      </div>
    </div>
  );
}
