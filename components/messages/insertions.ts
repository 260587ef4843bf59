import { useEffect, useRef } from "react";
import { imageSource, insertAt, insertParagraph } from "@/components/forms/insert-text";
import type { MessageForm } from "@/components/messages/use-message-form";
import type { VisualHandle } from "@/components/messages/visual/visual-editor";
import type { MessageFormat } from "@/lib/messages/schema";

const INSERTABLE = ["subject", "preheader", "source", "text"] as const;
type Insertable = (typeof INSERTABLE)[number];

/** Puts fields and images where the cursor was last: in a line, a source, or the visual editor. */
export function useInsertions(form: MessageForm, format: MessageFormat) {
  const { getValues, setValue } = form;
  const { area, focused, cursorIn } = useFocused();
  const visual = useRef<VisualHandle>(null);

  function insert(put: string): void {
    const name = focused();
    if (name === "source" && format === "visual") {
      visual.current?.insertField(put);
      return;
    }
    setValue(name, insertAt(getValues(name), cursorIn(name, getValues(name)), put), { shouldDirty: true });
  }

  function insertImage(imageId: string, alt: string): void {
    if (format === "visual") {
      visual.current?.insertImage(imageId, alt);
      return;
    }
    const [put, text] = [imageSource(format, imageId, alt), getValues("source")];
    const place = cursorIn("source", text);
    const inserted =
      format === "markdown" ? insertParagraph(text, place.end, put) : insertAt(text, place, put);
    setValue("source", inserted, { shouldDirty: true });
  }

  return { area, visual, insert, insertImage };
}

/** Which field had the cursor last, and where: a dialog takes the focus away. */
function useFocused() {
  const area = useRef<HTMLDivElement>(null);
  const last = useRef<Insertable>("source");
  useEffect(() => {
    const element = area.current;
    const note = ({ target }: FocusEvent) => {
      const name =
        target instanceof HTMLElement
          ? (target.closest<HTMLElement>("[data-insert]")?.dataset.insert ?? target.getAttribute("name"))
          : null;
      last.current = INSERTABLE.find((one) => one === name) ?? last.current;
    };
    element?.addEventListener("focusin", note);
    return () => element?.removeEventListener("focusin", note);
  }, []);
  return {
    area,
    focused: () => last.current,
    cursorIn(name: Insertable, text: string) {
      const field = area.current?.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name=${name}]`);
      return { start: field?.selectionStart ?? text.length, end: field?.selectionEnd ?? text.length };
    },
  };
}
