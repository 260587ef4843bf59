"use client";

import { buttonVariants } from "@heroui/styles";
import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { Trash2, Unlink } from "lucide-react";
import { useTranslations } from "next-intl";
import { PanelField } from "@/components/messages/visual/panel-field";
import { SocialFields } from "@/components/messages/visual/social-fields";

const KINDS = ["mergeField", "image", "socialLinks", "button", "section"] as const;

/** What can be said of the thing that is chosen in the text: where a link leads, what an image shows. */
export function NodePanel({ editor }: { editor: Editor | null }) {
  const chosen = useEditorState({ editor, selector: ({ editor: current }) => chosenIn(current) });
  if (editor === null || chosen === null || chosen === undefined) return null;
  return (
    <div className="flex flex-wrap items-end gap-3 border-b border-border bg-surface-secondary px-3 py-2.5">
      <Settings editor={editor} kind={chosen.kind} attrs={chosen.attrs} />
    </div>
  );
}

type Chosen = { kind: (typeof KINDS)[number] | "link"; attrs: Record<string, unknown> };

function chosenIn(editor: Editor | null): Chosen | null {
  if (editor === null) return null;
  if (editor.isActive("link")) return { kind: "link", attrs: editor.getAttributes("link") };
  const kind = KINDS.find((one) => editor.isActive(one));
  return kind === undefined ? null : { kind, attrs: editor.getAttributes(kind) };
}

interface SettingsProps extends Chosen {
  editor: Editor;
}

function Settings({ editor, kind, attrs }: SettingsProps) {
  const set = (change: Record<string, unknown>) => {
    if (kind === "link") editor.chain().extendMarkRange("link").updateAttributes("link", change).run();
    else editor.commands.updateAttributes(kind, change);
  };
  return (
    <>
      {kind === "socialLinks" ? (
        <SocialFields attrs={attrs} set={set} />
      ) : (
        <NodeFields kind={kind} attrs={attrs} set={set} />
      )}
      <RemoveButton editor={editor} kind={kind} />
    </>
  );
}

function RemoveButton({ editor, kind }: Omit<SettingsProps, "attrs">) {
  const t = useTranslations("messages.visual");
  const Icon = kind === "link" ? Unlink : Trash2;
  function remove(): void {
    const chain = editor.chain().focus();
    if (kind === "link") chain.extendMarkRange("link").unsetMark("link").run();
    // Of what has no text within it the whole is chosen.
    else if (kind === "button" || kind === "section") chain.deleteNode(kind).run();
    else chain.deleteSelection().run();
  }
  return (
    <button type="button" onClick={remove} className={buttonVariants({ variant: "ghost", size: "sm" })}>
      <Icon aria-hidden="true" className="size-4" />
      {t(kind === "link" ? "removeLink" : "remove")}
    </button>
  );
}

interface NodeFieldsProps extends Chosen {
  set: (change: Record<string, unknown>) => void;
}

function NodeFields({ kind, attrs, set }: NodeFieldsProps) {
  const t = useTranslations("messages.visual");
  const address = (label: string) => (
    <PanelField
      type="url"
      label={label}
      value={text(attrs.href)}
      placeholder={t("linkHint")}
      change={(href) => set({ href: href.trim() })}
    />
  );
  if (kind === "link" || kind === "button") return address(t("linkTo"));
  if (kind === "mergeField")
    return (
      <PanelField
        label={t("fieldFallback", { name: text(attrs.name) })}
        value={text(attrs.fallback)}
        change={(fallback) => set({ fallback: fallback.replace(/[{}|]/g, "").slice(0, 200) })}
      />
    );
  if (kind === "section") return <SectionFields attrs={attrs} set={set} />;
  return (
    <>
      <PanelField
        label={t("imageAlt")}
        value={text(attrs.alt)}
        change={(alt) => set({ alt: alt.slice(0, 250) })}
      />
      <PanelField
        type="number"
        label={t("imageWidth")}
        value={typeof attrs.width === "number" ? String(attrs.width) : ""}
        placeholder={t("imageAuto")}
        change={(width) => set({ width: Number.parseInt(width, 10) || null })}
      />
      {address(t("imageLink"))}
    </>
  );
}

function SectionFields({ attrs, set }: Omit<NodeFieldsProps, "kind">) {
  const t = useTranslations("messages.visual");
  return (
    <>
      <PanelField
        type="color"
        label={t("boxColor")}
        value={text(attrs.background) || "#eef0f4"}
        change={(background) => set({ background })}
      />
      <button
        type="button"
        onClick={() => set({ background: null })}
        className={buttonVariants({ variant: "ghost", size: "sm" })}
      >
        {t("boxTint")}
      </button>
    </>
  );
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
