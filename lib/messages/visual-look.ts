import type { NodeRendererComponent } from "@react-email/editor/core";
import type { EmailDesign, VisualNode } from "@/lib/messages/visual-document";
import { readableOn } from "@/lib/messages/contrast";

/** A style attribute, as React takes it. */
export type Style = Parameters<NodeRendererComponent>[0]["style"];

export const FONTS: Record<EmailDesign["font"], string> = {
  sans: "Arial, Helvetica, sans-serif",
  serif: "Georgia, 'Times New Roman', serif",
};

/** Pixels of text in a column: without its margins. */
export function columnWidth({ width }: EmailDesign): number {
  return Math.round(width * 0.88);
}

/** How a node of the document looks in an email. Inline styles: email programs know little else. Pure. */
export function lookOf({ type, attrs = {} }: VisualNode, depth: number, design: EmailDesign): Style {
  switch (type) {
    case "paragraph":
      // Of a list's items the distance is the item's own.
      return { margin: depth > 0 ? "0" : "0 0 16px" };
    case "heading":
      return headingOf(Number(attrs.level));
    case "bulletList":
    case "orderedList":
      return { margin: depth > 1 ? "6px 0 0" : "0 0 16px", padding: "0 0 0 24px" };
    case "listItem":
      return { margin: "0 0 8px" };
    case "blockquote":
      return { margin: "0 0 16px", padding: "4px 0 1px 18px", borderLeft: `4px solid ${design.accent}` };
    case "horizontalRule":
      return { margin: "28px 0", border: "0", borderTop: `1px solid ${lineOn(design)}` };
    case "link":
      return { color: design.accent, textDecoration: "underline" };
    case "twoColumns":
    case "threeColumns":
      return { width: "100%", margin: "0 0 8px", tableLayout: "fixed" };
    case "columnsColumn":
      return { padding: "0 8px", verticalAlign: "top" };
    default:
      return {};
  }
}

function headingOf(level: number): Style {
  if (level === 1) return { margin: "0 0 16px", fontSize: "30px", lineHeight: "1.2", fontWeight: "bold" };
  if (level === 2) return { margin: "8px 0 10px", fontSize: "22px", lineHeight: "1.3", fontWeight: "bold" };
  return { margin: "8px 0 8px", fontSize: "17px", lineHeight: "1.4", fontWeight: "bold" };
}

function lineOn({ paper, ink }: EmailDesign): string {
  return mixed(paper, ink, 0.16);
}

/** Of two colours #rrggbb, a share of the second. */
function mixed(one: string, other: string, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [from, to] = [one, other].map((hex) => Number.parseInt(hex.slice(at, at + 2), 16));
    return Math.round((from ?? 0) * (1 - share) + (to ?? 0) * share);
  });
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** A button's cell carries the colour, so that Outlook shows one too. */
export function buttonLook({ accent }: EmailDesign): { cell: Style; link: Style } {
  return {
    cell: { backgroundColor: accent, borderRadius: "8px" },
    link: {
      ...{ display: "inline-block", padding: "13px 26px", fontSize: "16px", lineHeight: "1.3" },
      ...{ fontWeight: "bold", color: readableOn(accent), textDecoration: "none" },
    },
  };
}

export function socialLook({ accent }: EmailDesign): Style {
  return {
    ...{ display: "inline-block", margin: "0 4px 8px", padding: "6px 14px", borderRadius: "16px" },
    ...{ border: `1px solid ${accent}`, fontSize: "14px", lineHeight: "1.3" },
    ...{ color: accent, textDecoration: "none" },
  };
}

export function sectionLook(background: string | null, design: EmailDesign): Style {
  return {
    backgroundColor: background ?? mixed(design.paper, design.accent, 0.08),
    padding: "24px 24px 8px",
    borderRadius: "8px",
    ...(background !== null && readableOn(background) !== readableOn(design.paper)
      ? { color: readableOn(background) }
      : {}),
  };
}

/** The same look as variables of the editor's own sheet. */
export function designVariables(design: EmailDesign): Record<`--${string}`, string> {
  return {
    "--email-width": `${design.width}px`,
    "--email-background": design.background,
    "--email-paper": design.paper,
    "--email-ink": design.ink,
    "--email-accent": design.accent,
    "--email-on-accent": readableOn(design.accent),
    "--email-line": lineOn(design),
    "--email-tint": mixed(design.paper, design.accent, 0.08),
    "--email-font": FONTS[design.font],
  };
}
