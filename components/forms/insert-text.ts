/** A text with another put in at a place; what is selected there goes. */
export function insertAt(text: string, { start, end }: { start: number; end: number }, put: string): string {
  return text.slice(0, start) + put + text.slice(end);
}

/** A paragraph of its own in Markdown. */
export function insertParagraph(text: string, at: number, put: string): string {
  const [above, below] = [text.slice(0, at).trimEnd(), text.slice(at).trimStart()];
  return [above, put, below].filter((part) => part !== "").join("\n\n");
}

/** An image as a source names it. Words in which nothing is a sign of markup. */
export function imageSource(format: "markdown" | "html", imageId: string, alt: string): string {
  if (format === "markdown") return `![${alt.replace(/[\\[\]*_`<>!&~]/g, "\\$&")}](/api/images/${imageId})`;
  const words = alt.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<img src="/api/images/${imageId}" alt="${words}" style="max-width:100%;height:auto">`;
}
