"use client";

import { inputVariants } from "@heroui/styles";
import type { Editor } from "@tiptap/core";
import { useTranslations } from "next-intl";
import { PanelField } from "@/components/messages/visual/panel-field";
import { useDesign } from "@/components/messages/visual/use-design";
import { NARROWEST, WIDEST, type EmailDesign } from "@/lib/messages/visual-document";

const COLORS = ["background", "paper", "ink", "accent"] as const;

/** Width, colours and letters of the whole email. */
export function DesignPanel({ editor }: { editor: Editor | null }) {
  const t = useTranslations("messages.visual.designs");
  const design = useDesign(editor);
  if (editor === null || design === null) return null;
  const set = (change: Partial<EmailDesign>) => setDesign(editor, change);
  return (
    <div className="flex flex-wrap items-end gap-3 border-b border-border bg-surface-secondary px-3 py-2.5">
      <label className="flex flex-col gap-1 text-xs font-medium">
        {t("width")}
        <input
          type="range"
          min={NARROWEST}
          max={WIDEST}
          step={20}
          value={design.width}
          onChange={(event) => set({ width: Number(event.currentTarget.value) })}
          className="h-9 w-32 accent-accent"
        />
      </label>
      {COLORS.map((name) => (
        <div key={name} className="flex w-20">
          <PanelField
            type="color"
            label={t(name)}
            value={design[name]}
            change={(value) => set({ [name]: value })}
          />
        </div>
      ))}
      <label className="flex flex-col gap-1 text-xs font-medium">
        {t("font")}
        <select
          value={design.font}
          onChange={(event) => set({ font: event.currentTarget.value === "serif" ? "serif" : "sans" })}
          className={inputVariants({ className: "h-9 w-28 py-0 text-sm" })}
        >
          <option value="sans">{t("sans")}</option>
          <option value="serif">{t("serif")}</option>
        </select>
      </label>
    </div>
  );
}

function setDesign(editor: Editor, change: Partial<EmailDesign>): void {
  editor.commands.command(({ tr }) => {
    for (const [name, value] of Object.entries(change)) tr.setDocAttribute(name, value);
    return true;
  });
}
