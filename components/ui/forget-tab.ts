/** Empties what this tab keeps for whoever was signed in, such as text that is not saved: somebody else may come next. */
export function forgetTab(): void {
  try {
    window.sessionStorage.clear();
  } catch (error) {
    // A browser that keeps nothing for pages throws even here.
    console.warn("What this tab keeps could not be emptied.", error);
  }
}
