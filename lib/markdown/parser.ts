import MarkdownIt from "markdown-it";
import { flattenEmphasis } from "@/lib/markdown/emphasis";

/**
 * Markdown to HTML, for articles and messages; whoever uses it sanitizes what comes out. Not remark: of "*a_ " 25,000
 * times, or of a line of as many ">", it makes a minute and a half of work in which the process does nothing else. This
 * one takes less than a second for whatever fits into an article.
 */
export const markdownParser = new MarkdownIt({ html: false });
// Of an image's words it would leave out signs that are escaped or written as entities: they count as text here too.
markdownParser.core.ruler.push("words_of_images", ({ tokens }) => {
  const images = tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === "image");
  for (const part of images.flatMap(({ children }) => children ?? []))
    if (part.type === "text_special") part.type = "text";
});
markdownParser.core.ruler.push("bounded_emphasis", ({ tokens }) => {
  for (const { children } of tokens) if (children !== null) flattenEmphasis(children);
});
