/** Whether keys without Ctrl do something: WCAG 2.1.4 wants a way to turn them off, for those who dictate. */
const STORED = "posthorn-single-keys";

export function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    // Storage is closed to this page: nobody can have turned them off.
    return true;
  }
}

export function turnSingleKeys(on: boolean): void {
  try {
    localStorage.setItem(STORED, on ? "on" : "off");
  } catch (error) {
    console.warn("The choice could not be kept.", error);
  }
}

/** Whether a key that is pressed there is text, or means something to a field or a dialog. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest("input, textarea, select, [role=dialog], [role=alertdialog]") !== null
  );
}
