import { useEffect, useRef } from "react";
import { imageSource, insertAt, insertParagraph } from "@/components/forms/insert-text";
import type { MessageForm } from "@/components/messages/use-message-form";
import type { VisualHandle } from "@/components/messages/visual/visual-editor";
import { VIEW_FIELD } from "@/lib/messages/merge-fields";
import type { Finding } from "@/lib/messages/preflight";
import type { MessageFormat } from "@/lib/messages/schema";

const INSERTABLE = ["subject", "preheader", "source", "text"] as const;
type Insertable = (typeof INSERTABLE)[number];

/** Puts fields and images where the cursor was last: in a line, a source, or the visual editor. */
export function useInsertions(form: MessageForm, format: MessageFormat) {
  const { getValues, setValue } = form;
  const { area, focused, cursorIn, fieldIn } = useFocused();
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

  /** The link to an email's page in the browser. Lines hold no links: from them it goes into the text. */
  function insertViewLink(words: string): void {
    const href = `{{${VIEW_FIELD}}}`;
    const name = focused() === "text" ? "text" : "source";
    if (name === "source" && format === "visual") {
      visual.current?.insertLink(href, words);
      return;
    }
    const put = name === "text" ? `${words}: ${href}` : linkSource(format, href, words);
    setValue(name, insertAt(getValues(name), cursorIn(name, getValues(name)), put), { shouldDirty: true });
  }

  function show({ place, find }: Finding): void {
    const name = INSERTABLE.find((one) => one === place);
    if (name === undefined) return;
    if (name === "source" && format === "visual") {
      visual.current?.show(find);
      return;
    }
    const field = fieldIn(name);
    const at = find === "" ? -1 : getValues(name).toLowerCase().indexOf(find.toLowerCase());
    field?.focus();
    if (at < 0 || field === null) return;
    field.setSelectionRange(at, at + find.length);
    // A browser does not scroll to what a script selects.
    const lines = getValues(name).slice(0, at).split("\n").length;
    field.scrollTop = (lines - 3) * Number.parseFloat(getComputedStyle(field).lineHeight);
  }

  return { area, visual, insert, insertImage, insertViewLink, show };
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
  const fieldIn = (name: Insertable) =>
    area.current?.querySelector<HTMLInputElement | HTMLTextAreaElement>(`[name=${name}]`) ?? null;
  return {
    area,
    fieldIn,
    focused: () => last.current,
    cursorIn(name: Insertable, text: string) {
      const field = fieldIn(name);
      return { start: field?.selectionStart ?? text.length, end: field?.selectionEnd ?? text.length };
    },
  };
}

/** Words of the catalogue, in which nothing is a sign of markup. */
function linkSource(format: MessageFormat, href: string, words: string): string {
  return format === "markdown" ? `[${words}](${href})` : `<a href="${href}">${words}</a>`;
}
