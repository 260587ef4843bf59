"use client";

import { Modal } from "@heroui/react/modal";
import { Kbd } from "@heroui/react/kbd";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { singleKeysOn, turnSingleKeys } from "@/components/palette/single-keys";

const SHORTCUTS = [
  { name: "palette", keys: ["Ctrl", "K"], single: false },
  { name: "search", keys: ["/"], single: true },
  { name: "shortcuts", keys: ["?"], single: true },
  { name: "choose", keys: ["↑", "↓", "Enter"], single: false },
  { name: "close", keys: ["Esc"], single: false },
] as const;

/** Every key that does something, and the switch of those that are pressed alone. */
export function ShortcutList() {
  const t = useTranslations("palette");
  const [isOn, setOn] = useState(singleKeysOn);
  const isApple = /mac|iphone|ipad/i.test(navigator.userAgent);
  return (
    <Modal.Dialog>
      <Modal.CloseTrigger aria-label={t("close")} />
      <Modal.Header>
        <Modal.Heading className="font-display text-xl">{t("shortcuts")}</Modal.Heading>
      </Modal.Header>
      <Modal.Body>
        <dl className="flex flex-col">
          {SHORTCUTS.map(({ name, keys, single }) => (
            <div
              key={name}
              className={`flex items-center justify-between gap-4 border-b border-separator py-2.5 last:border-0 ${single && !isOn ? "text-muted line-through" : ""}`}
            >
              <dt>{t(`keys.${name}`)}</dt>
              <dd className="flex gap-1">
                {keys.map((key) => (
                  <Kbd key={key}>{key === "Ctrl" && isApple ? "⌘" : key}</Kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
        <label className="mt-4 flex items-center gap-3 text-sm">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={isOn}
            onChange={({ target }) => {
              setOn(target.checked);
              turnSingleKeys(target.checked);
            }}
          />
          {t("singleKeys")}
        </label>
      </Modal.Body>
    </Modal.Dialog>
  );
}
