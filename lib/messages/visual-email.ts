import { composeReactEmail } from "@react-email/editor/core";
import { Editor, Extension, getSchema } from "@tiptap/core";
import { Node } from "@tiptap/pm/model";
import type { StoredImages } from "@/lib/messages/named-images";
import { sanitizeEmail } from "@/lib/messages/sanitize-email";
import { readDocument, type VisualDocument, type VisualNode } from "@/lib/messages/visual-document";
import { serializer, visualExtensions } from "@/lib/messages/visual-extensions";
import { columnWidth } from "@/lib/messages/visual-look";

export interface VisualEmail {
  document: VisualDocument;
  /** The content of the email's column, sanitized. */
  content: string;
}

/** What a document becomes in an email; null for what is no document. Runs without a DOM; 30 ms. */
export async function visualEmail(source: string, images: StoredImages): Promise<VisualEmail | null> {
  const document = readDocument(source);
  if (document === null) return null;
  const html = await composedHtml(document, images);
  return html === null ? null : { document, content: sanitizeEmail(html).html };
}

/** As the editor's own serializer writes it; null where nodes stand in places that are none of theirs. */
export async function composedHtml(document: VisualDocument, images: StoredImages): Promise<string | null> {
  const look = { design: document.attrs };
  const extensions = [
    ...visualExtensions(look),
    Extension.create({ name: "emailLook", addOptions: () => ({ serializerPlugin: serializer(look) }) }),
  ];
  const content = dressed(
    { ...document, content: written(document.content) },
    images,
    columnWidth(document.attrs),
  );
  if (!fits(extensions, content)) return null;
  const editor = new Editor({ element: null, extensions, content });
  try {
    const { unformattedHtml } = await composeReactEmail({ editor });
    return unformattedHtml.replace(/^<!DOCTYPE[^>]*>/, "");
  } finally {
    editor.destroy();
  }
}

/** Without the empty lines at the end, which the editor keeps so that there is a place to write on. */
function written(blocks: readonly VisualNode[]): VisualNode[] {
  const last = blocks.findLastIndex(({ type, content = [] }) => type !== "paragraph" || content.length > 0);
  return blocks.slice(0, Math.max(1, last + 1));
}

/** An editor makes an empty document of what its schema does not allow. */
function fits(extensions: Parameters<typeof getSchema>[0], content: VisualNode): boolean {
  try {
    Node.fromJSON(getSchema(extensions), content).check();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Columns of one width, and images as wide as they are: what Outlook has to be told. */
function dressed(node: VisualNode, images: StoredImages, width: number): VisualNode {
  const columns = node.type === "twoColumns" ? 2 : node.type === "threeColumns" ? 3 : 1;
  const content = node.content?.map((inner) => dressed(inner, images, Math.round(width / columns)));
  return {
    ...node,
    ...(content !== undefined && { content }),
    ...(node.type === "image" && { attrs: { ...node.attrs, width: imageWidth(node, images, width) } }),
    ...(columns > 1 && content !== undefined && { content: content.map((one) => columnOf(one, columns)) }),
    // Their names in the editor's sheet say nothing in an email.
    ...(node.type === "horizontalRule" && { attrs: { class: null } }),
  };
}

function columnOf(column: VisualNode, columns: number): VisualNode {
  return { ...column, attrs: { ...column.attrs, width: `${Math.floor(100 / columns)}%` } };
}

function imageWidth({ attrs = {} }: VisualNode, images: StoredImages, width: number): number | null {
  const { src, width: wished } = attrs;
  const id = typeof src === "string" ? /^\/api\/images\/([0-9a-f-]{36})$/i.exec(src)?.[1] : undefined;
  const own = id === undefined ? undefined : images.get(id.toLowerCase())?.width;
  if (typeof wished === "number") return Math.min(wished, width);
  return own === undefined ? null : Math.min(own, width);
}
