import { parseTemplate } from "@/lib/messages/merge-fields";
import { emptyDocument, type VisualDocument, type VisualNode } from "@/lib/messages/visual-document";

/**
 * The document of a text written as Markdown: its headings, paragraphs, dividers, lists and fields, and what is only
 * a sign of Markdown stays as it was typed. Pure.
 */
export function documentOfText(source: string): VisualDocument {
  const blocks = source.split(/\n\s*\n/).map((block) => block.trim());
  return emptyDocument(blocks.filter((block) => block !== "").map(blockOf));
}

function blockOf(block: string): VisualNode {
  const heading = /^(#{1,3})\s+(.+)$/.exec(block);
  if (heading !== null)
    return { type: "heading", attrs: { level: heading[1]?.length }, content: inlineOf(heading[2] ?? "") };
  if (/^(?:-{3,}|\*{3,})$/.test(block)) return { type: "horizontalRule" };
  const button = /^\*\*\[([^\]]+)\]\(([^()\s]+)\)\*\*$/.exec(block);
  if (button !== null)
    return { type: "button", attrs: { href: button[2] }, content: inlineOf(button[1] ?? "") };
  const lines = block.split("\n");
  if (lines.every((line) => /^\s*[-*]\s+/.test(line)))
    return {
      type: "bulletList",
      content: lines.map((line) => ({
        type: "listItem",
        content: [{ type: "paragraph", content: inlineOf(line.replace(/^\s*[-*]\s+/, "")) }],
      })),
    };
  return { type: "paragraph", content: inlineOf(lines.join(" ")) };
}

/** Bold text, links and fields. */
function inlineOf(text: string): VisualNode[] {
  const parts = text.split(/(\*\*[^*]+\*\*|\[[^\]]+\]\([^()\s]+\))/);
  return parts.flatMap((part) => {
    const bold = /^\*\*([^*]+)\*\*$/.exec(part);
    if (bold !== null) return fieldsOf(bold[1] ?? "", [{ type: "bold" }]);
    const link = /^\[([^\]]+)\]\(([^()\s]+)\)$/.exec(part);
    if (link !== null) return fieldsOf(link[1] ?? "", [{ type: "link", attrs: { href: link[2] } }]);
    return fieldsOf(part, undefined);
  });
}

function fieldsOf(text: string, marks: VisualNode["marks"]): VisualNode[] {
  const { texts, fields } = parseTemplate(text);
  return texts.flatMap((part, nth): VisualNode[] => {
    const field = fields[nth];
    return [
      ...(part === "" ? [] : [{ type: "text", text: part, marks }]),
      ...(field === undefined ? [] : [{ type: "mergeField", attrs: { ...field }, marks }]),
    ];
  });
}
