"use client";

import type { Editor } from "@tiptap/core";
import { EditorContent, useEditor } from "@tiptap/react";
import { useTranslations } from "next-intl";
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from "react";
import { uploadImage } from "@/components/forms/image-upload";
import { DesignPanel } from "@/components/messages/visual/design-panel";
import { NodePanel } from "@/components/messages/visual/node-panel";
import { useDesign } from "@/components/messages/visual/use-design";
import { showIn } from "@/components/messages/visual/show-in";
import { VisualToolbar } from "@/components/messages/visual/visual-toolbar";
import styles from "@/components/messages/visual/visual-editor.module.css";
import { announce } from "@/components/ui/toasts";
import { emptyDocument, readDocument } from "@/lib/messages/visual-document";
import { visualExtensions } from "@/lib/messages/visual-extensions";
import { designVariables } from "@/lib/messages/visual-look";
import { fieldNode } from "@/lib/messages/visual-nodes";

/** What is put in from outside: where the cursor was last. */
export interface VisualHandle {
  insertField: (field: string) => void;
  insertImage: (imageId: string, alt: string) => void;
  insertLink: (href: string, words: string) => void;
  /** Chooses where a text, an address or a field `{{name` stands. */
  show: (find: string) => void;
}

export interface VisualEditorProps {
  /** The document as JSON. */
  source: string;
  change: (source: string) => void;
  handle: Ref<VisualHandle>;
  /** Of the label. */
  labelledBy: string;
}

/** Writes a document as it will look. Its script is loaded where it is opened: visual-field.tsx. */
export function VisualEditor({ source, change, handle, labelledBy }: VisualEditorProps) {
  const t = useTranslations("messages.visual");
  const written = useRef(source);
  const [isDesigning, setDesigning] = useState(false);
  const editor = useEditor({
    extensions: visualExtensions({ design: (readDocument(source) ?? emptyDocument()).attrs }),
    content: readDocument(source) ?? emptyDocument(),
    immediatelyRender: false,
    injectCSS: false,
    editorProps: {
      attributes: { "aria-labelledby": labelledBy, "aria-multiline": "true", role: "textbox" },
      handlePaste: (_view, event) => takeFiles(event.clipboardData),
      handleDrop: (_view, event) => takeFiles(event.dataTransfer),
    },
    onUpdate: ({ editor: changed }) => {
      written.current = JSON.stringify(changed.getJSON());
      change(written.current);
    },
  });

  // What was left unsaved is brought back, or a version: not what was typed here.
  useEffect(() => {
    if (editor === null || source === written.current) return;
    written.current = source;
    editor.commands.setContent({ ...(readDocument(source) ?? emptyDocument()) }, { emitUpdate: false });
  }, [editor, source]);

  useImperativeHandle(
    handle,
    () => ({
      insertField(field) {
        const node = fieldNode(field);
        if (node !== null) editor?.chain().focus().insertContent(node).run();
      },
      insertImage: (imageId, alt) => insertImage(editor, imageId, alt),
      insertLink(href, words) {
        const marks = [{ type: "link", attrs: { href } }];
        editor?.chain().focus().insertContent({ type: "text", text: words, marks }).run();
      },
      show(find) {
        if (editor !== null) showIn(editor, find);
      },
    }),
    [editor],
  );

  function takeFiles(data: DataTransfer | null): boolean {
    const files = [...(data?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
    if (files.length === 0) return false;
    void Promise.all(files.map((file) => uploadImage(file, "message"))).then((answers) => {
      for (const { imageId } of answers)
        if (imageId === null) announce(t("pasteFailed"));
        else insertImage(editor, imageId, "");
    });
    return true;
  }

  // Tiptap tells of the editor's state from its first transaction on; until then the document is the one given.
  const design = useDesign(editor) ?? (readDocument(source) ?? emptyDocument()).attrs;
  return (
    <>
      <VisualToolbar editor={editor} isDesigning={isDesigning} design={() => setDesigning(!isDesigning)} />
      {isDesigning ? <DesignPanel editor={editor} /> : <NodePanel editor={editor} />}
      <div className={`${styles.canvas} min-h-0 flex-1 overflow-y-auto`} style={designVariables(design)}>
        <EditorContent editor={editor} className="h-full" />
      </div>
    </>
  );
}

function insertImage(editor: Editor | null, imageId: string, alt: string): void {
  editor
    ?.chain()
    .focus()
    .insertContent({ type: "image", attrs: { src: `/api/images/${imageId}`, alt } })
    .run();
}
