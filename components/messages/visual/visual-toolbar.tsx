"use client";

import { buttonVariants, inputVariants } from "@heroui/styles";
import type { ChainedCommands, Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import {
  AlignCenter,
  AlignLeft,
  AlignRight,
  Bold,
  Columns2,
  Columns3,
  Italic,
  Link2,
  List,
  ListOrdered,
  Minus,
  MousePointerClick,
  Palette,
  Redo2,
  Share2,
  Square,
  Strikethrough,
  TextQuote,
  Underline,
  Undo2,
  type LucideIcon,
} from "lucide-react";
import { useTranslations } from "next-intl";

const ALIGNED = ["heading", "paragraph", "image", "button", "socialLinks"];
const STYLES = ["paragraph", "heading1", "heading2", "heading3"] as const;

type Tool = readonly [
  name:
    | "bold"
    | "italic"
    | "underline"
    | "strike"
    | "link"
    | "left"
    | "center"
    | "right"
    | "bulletList"
    | "orderedList"
    | "blockquote"
    | "button"
    | "columns2"
    | "columns3"
    | "section"
    | "divider"
    | "social"
    | "undo"
    | "redo",
  icon: LucideIcon,
  /** @param words of a new button */
  run: (chain: ChainedCommands, words: string) => ChainedCommands,
];

interface VisualToolbarProps {
  editor: Editor | null;
  isDesigning: boolean;
  design: () => void;
}

/** What can be done to the text that is chosen, and what can be put in. */
export function VisualToolbar({ editor, isDesigning, design }: VisualToolbarProps) {
  const t = useTranslations("messages.visual");
  const active = useEditorState({ editor, selector: ({ editor: current }) => activeIn(current) });
  const style = STYLES.find((one) => active?.has(one)) ?? "paragraph";

  function button([name, Icon, run]: Tool) {
    return (
      <button
        key={name}
        type="button"
        title={t(name)}
        aria-label={t(name)}
        aria-pressed={TOGGLES.has(name) ? (active?.has(name) ?? false) : undefined}
        disabled={editor === null}
        // The text keeps its selection.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => editor !== null && run(editor.chain().focus(), t("buttonText")).run()}
        className={look(active?.has(name) ?? false)}
      >
        <Icon aria-hidden="true" className="size-4" />
      </button>
    );
  }

  return (
    <div
      role="toolbar"
      aria-label={t("tools")}
      className="flex flex-wrap items-center gap-0.5 border-b border-border bg-surface px-2 py-1.5"
    >
      <select
        aria-label={t("style")}
        value={style}
        disabled={editor === null}
        onChange={(event) => setStyle(editor, event.currentTarget.value)}
        className={inputVariants({ className: "me-1 h-8 w-auto max-w-32 py-0 text-sm" })}
      >
        {STYLES.map((one) => (
          <option key={one} value={one}>
            {t(`styles.${one}`)}
          </option>
        ))}
      </select>
      {GROUPS.map((tools, nth) => (
        <span key={nth} className="flex flex-wrap gap-0.5 not-last:me-1">
          {tools.map(button)}
        </span>
      ))}
      <button
        type="button"
        title={t("design")}
        aria-label={t("design")}
        aria-pressed={isDesigning}
        onClick={design}
        className={look(isDesigning)}
      >
        <Palette aria-hidden="true" className="size-4" />
      </button>
    </div>
  );
}

const look = (isActive: boolean) =>
  buttonVariants({ variant: isActive ? "secondary" : "ghost", size: "sm", isIconOnly: true });

const GROUPS: readonly (readonly Tool[])[] = [
  [
    ["bold", Bold, (chain) => chain.toggleBold()],
    ["italic", Italic, (chain) => chain.toggleItalic()],
    ["underline", Underline, (chain) => chain.toggleUnderline()],
    ["strike", Strikethrough, (chain) => chain.toggleStrike()],
    // An address is typed in the panel below.
    ["link", Link2, (chain) => chain.extendMarkRange("link").toggleLink({ href: "https://" })],
  ],
  [
    ["left", AlignLeft, (chain) => aligned(chain, "left")],
    ["center", AlignCenter, (chain) => aligned(chain, "center")],
    ["right", AlignRight, (chain) => aligned(chain, "right")],
  ],
  [
    ["bulletList", List, (chain) => chain.toggleBulletList()],
    ["orderedList", ListOrdered, (chain) => chain.toggleOrderedList()],
    ["blockquote", TextQuote, (chain) => chain.toggleBlockquote()],
  ],
  [
    ["button", MousePointerClick, (chain, words) => chain.insertContent(buttonOf(words))],
    ["columns2", Columns2, (chain) => chain.insertColumns(2)],
    ["columns3", Columns3, (chain) => chain.insertColumns(3)],
    ["section", Square, (chain) => chain.insertSection()],
    ["divider", Minus, (chain) => chain.setHorizontalRule()],
    [
      "social",
      Share2,
      (chain) => chain.insertContent({ type: "socialLinks", attrs: { links: FIRST_LINKS } }),
    ],
  ],
  [
    ["undo", Undo2, (chain) => chain.undo()],
    ["redo", Redo2, (chain) => chain.redo()],
  ],
];

function buttonOf(words: string) {
  return { type: "button", attrs: { href: "" }, content: [{ type: "text", text: words }] };
}

const FIRST_LINKS = [
  { service: "telegram", href: "" },
  { service: "website", href: "" },
];
const TOGGLES = new Set([
  ...["bold", "italic", "underline", "strike", "link", "left", "center", "right"],
  ...["bulletList", "orderedList", "blockquote"],
]);

/** Of the kinds that can be aligned, those that are chosen. */
function aligned(chain: ChainedCommands, alignment: string): ChainedCommands {
  return ALIGNED.reduce((all, type) => all.updateAttributes(type, { alignment }), chain);
}

function activeIn(editor: Editor | null): ReadonlySet<string> {
  if (editor === null) return new Set();
  const names = ["bold", "italic", "underline", "strike", "link", "bulletList", "orderedList", "blockquote"];
  const levels = [1, 2, 3].filter((level) => editor.isActive("heading", { level }));
  const sides = ["left", "center", "right"].filter((alignment) => editor.isActive({ alignment }));
  return new Set([
    ...names.filter((name) => editor.isActive(name)),
    ...levels.map((level) => `heading${level}`),
    ...sides,
  ]);
}

function setStyle(editor: Editor | null, style: string): void {
  const chain = editor?.chain().focus();
  const level = [1, 2, 3].find((one) => style === `heading${one}`);
  if (level === 1 || level === 2 || level === 3) chain?.setHeading({ level }).run();
  else chain?.setParagraph().run();
}
