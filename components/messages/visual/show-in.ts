import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";

/** Chooses the first place in a document where a text, an address or a field `{{name` stands; else goes to its begin. */
export function showIn(editor: Editor, find: string): void {
  let found: { from: number; to: number; isWhole: boolean } | null = null;
  editor.state.doc.descendants((node, pos) => {
    if (found !== null || find === "") return false;
    const at = node.isText ? (node.text ?? "").indexOf(find) : -1;
    if (at >= 0) found = { from: pos + at, to: pos + at + find.length, isWhole: false };
    else if (isNamed(node, find)) found = { from: pos, to: pos + node.nodeSize, isWhole: !node.isText };
    return found === null;
  });
  const place: { from: number; to: number; isWhole: boolean } | null = found;
  const chain = editor.chain().focus();
  if (place === null) chain.setTextSelection(0);
  else choose(chain, place);
  chain.scrollIntoView().run();
}

function choose(
  chain: ReturnType<Editor["chain"]>,
  { from, to, isWhole }: { from: number; to: number; isWhole: boolean },
): void {
  if (isWhole) chain.setNodeSelection(from);
  else chain.setTextSelection({ from, to });
}

function isNamed(node: Node, find: string): boolean {
  const addresses = [
    node.attrs.href,
    node.attrs.src,
    ...node.marks.map(({ attrs }) => attrs.href as unknown),
  ];
  if (addresses.includes(find)) return true;
  if (node.type.name === "mergeField") return find === `{{${String(node.attrs.name)}`;
  return node.type.name === "button" && node.textContent === find;
}
