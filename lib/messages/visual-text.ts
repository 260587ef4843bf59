import { parseTemplate } from "@/lib/messages/merge-fields";
import { emptyDocument, type VisualDocument, type VisualNode } from "@/lib/messages/visual-document";

/**
 * The document of a text written as Markdown: its headings, paragraphs, dividers, lists and fields, and what is only
 * a sign of Markdown stays as it was typed. Pure.
 */
export function documentOfText(source: string): VisualDocument {
  return emptyDocument(blocksOf(source));
}

function blocksOf(source: string): VisualNode[] {
  const blocks = source.split(/\n\s*\n/).map((block) => block.trim());
  return blocks.filter((block) => block !== "").map(blockOf);
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
  if (lines.every((line) => line.startsWith(">")))
    return {
      type: "blockquote",
      content: blocksOf(lines.map((line) => line.replace(/^>\s?/, "")).join("\n")),
    };
  if (lines.every((line) => /^\|.*\|$/.test(line))) return tableOf(lines);
  for (const [type, sign] of LISTS)
    if (lines.every((line) => sign.test(line))) return listOf(type, sign, lines);
  return { type: "paragraph", content: inlineOf(lines.join(" ")) };
}

const LISTS = [
  ["bulletList", /^\s*[-*]\s+/],
  ["orderedList", /^\s*\d{1,4}[.)]\s+/],
] as const;

function listOf(type: string, sign: RegExp, lines: readonly string[]): VisualNode {
  const item = (line: string): VisualNode => ({
    type: "listItem",
    content: [{ type: "paragraph", content: inlineOf(line.replace(sign, "")) }],
  });
  return { type, content: lines.map(item) };
}

/** The documents have no tables: a line for each row. */
function tableOf(lines: readonly string[]): VisualNode {
  const rows = lines.map((line) =>
    line
      .split("|")
      .map((cell) => cell.trim())
      .filter(Boolean)
      .join("  "),
  );
  const shown = rows.filter((row) => row !== "" && !/^[-:\s]+$/.test(row));
  const content = shown.flatMap((row, nth) => [
    ...(nth === 0 ? [] : [{ type: "hardBreak" }]),
    ...inlineOf(row),
  ]);
  return { type: "paragraph", content };
}

type Marks = NonNullable<VisualNode["marks"]>;

/** Bold text, links, also within it, and fields. */
function inlineOf(text: string, marks: Marks = []): VisualNode[] {
  const parts = text.split(/(\*\*[^*]+\*\*|\[[^\]]+\]\([^()\s]+\))/);
  return parts.flatMap((part) => {
    const bold = /^\*\*([^*]+)\*\*$/.exec(part);
    if (bold !== null) return inlineOf(bold[1] ?? "", [...marks, { type: "bold" }]);
    const link = /^\[([^\]]+)\]\(([^()\s]+)\)$/.exec(part);
    if (link === null) return fieldsOf(part, marks);
    return fieldsOf(link[1] ?? "", [...marks, { type: "link", attrs: { href: link[2] } }]);
  });
}

function fieldsOf(text: string, marks: Marks): VisualNode[] {
  const { texts, fields } = parseTemplate(text);
  return texts.flatMap((part, nth): VisualNode[] => {
    const field = fields[nth];
    return [
      ...(part === "" ? [] : [{ type: "text", text: part, marks }]),
      ...(field === undefined ? [] : [{ type: "mergeField", attrs: { ...field }, marks }]),
    ];
  });
}
