import type { Element, ElementContent, Root } from "hast";
import { markdownParser } from "@/lib/markdown/parser";
import { BUTTON_CELL, BUTTON_LINK, COLUMN_WIDTH, STYLES } from "@/lib/messages/email-template";
import { cleanEmailTree, restoreFields, writeEmailTree } from "@/lib/messages/sanitize-email";
import { parseEmail } from "@/lib/messages/email-tree";
import { protectFields } from "@/lib/messages/protected-fields";
import type { StoredImages } from "@/lib/messages/named-images";

/** The HTML of a message's Markdown as it stands in a mail, without the template around it. Sanitized. Pure. */
export function markdownEmail(source: string, images: StoredImages): string {
  const fields = protectFields(source, (part) => part);
  const { root } = parseEmail(markdownParser.render(fields.text));
  const clean = cleanEmailTree(root, fields);
  return restoreFields(
    writeEmailTree({ ...clean, children: dressed(clean.children, images) }),
    fields,
  ).trim();
}

type Content = Root["children"][number] | ElementContent;

function dressed(nodes: readonly Content[], images: StoredImages): ElementContent[] {
  return nodes.flatMap((node): ElementContent[] => {
    if (node.type === "text") return [node];
    return node.type === "element" && !isEmptyHead(node) ? [dressedElement(node, images)] : [];
  });
}

/** Markdown has no table without a head: one whose cells are empty is none. */
function isEmptyHead({ tagName, children }: Element): boolean {
  const isEmpty = (nodes: readonly ElementContent[]): boolean =>
    nodes.every((node) =>
      node.type === "element"
        ? node.tagName !== "img" && isEmpty(node.children)
        : node.type !== "text" || node.value.trim() === "",
    );
  return tagName === "thead" && isEmpty(children);
}

function dressedElement(element: Element, images: StoredImages): Element {
  const asked = buttonIn(element);
  if (asked !== null) return button(asked);
  const { tagName, properties } = element;
  const style = STYLES[tagName];
  const children = dressed(element.children, images);
  const align = typeof properties.style === "string" ? `;${properties.style}` : "";
  return {
    ...element,
    properties: {
      ...properties,
      ...(style !== undefined && { style: style + align }),
      ...(tagName === "img" && sizeOf(properties.src, images)),
    },
    children,
  };
}

/** Outlook shows an image as wide as it is, unless its width is said. */
function sizeOf(src: unknown, images: StoredImages): { width?: string } {
  const id = typeof src === "string" ? /^\/api\/images\/([0-9a-f-]{36})$/.exec(src)?.[1] : undefined;
  const image = id === undefined ? undefined : images.get(id);
  return image === undefined ? {} : { width: String(Math.min(COLUMN_WIDTH, image.width)) };
}

/** The link of a paragraph that holds a link in bold and nothing else. */
function buttonIn({ tagName, children }: Element): Element | null {
  const [strong, ...others] = children;
  if (tagName !== "p" || others.length > 0 || strong?.type !== "element" || strong.tagName !== "strong")
    return null;
  const [link, ...rest] = strong.children;
  return rest.length === 0 && link?.type === "element" && link.tagName === "a" ? link : null;
}

function button(link: Element): Element {
  const cell = box("td", { style: BUTTON_CELL }, [
    { ...link, properties: { ...link.properties, style: BUTTON_LINK } },
  ]);
  const look = {
    role: "presentation",
    cellPadding: "0",
    cellSpacing: "0",
    border: "0",
    style: "margin:8px 0 26px",
  };
  return box("table", look, [box("tr", {}, [cell])]);
}

function box(tagName: string, properties: Record<string, string>, children: ElementContent[]): Element {
  return { type: "element", tagName, properties, children };
}
