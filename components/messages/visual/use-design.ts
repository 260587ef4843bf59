import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import { readDocument, type EmailDesign } from "@/lib/messages/visual-document";

/** Width and colours of the document in the editor; null before its first transaction. */
export function useDesign(editor: Editor | null): EmailDesign | null {
  return useEditorState({
    editor,
    selector: ({ editor: current }) =>
      current === null
        ? null
        : (readDocument(JSON.stringify({ type: "doc", attrs: current.state.doc.attrs, content: [] }))
            ?.attrs ?? null),
  });
}
