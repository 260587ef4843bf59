import type { Token } from "markdown-it";

/** Emphasis within emphasis, as deep as markdown-it lets blocks and links lie in each other. */
const DEEPEST = 100;

/**
 * Makes emphasis that lies deeper the signs that were typed. markdown-it bounds everything but this, and what walks the tree
 * afterwards has one call on its stack for each: 50,000 pairs of asterisks are enough to break it off. Linear.
 */
export function flattenEmphasis(tokens: Token[]): void {
  let depth = 0;
  for (const token of tokens) {
    if (token.nesting === -1) depth -= 1;
    if (depth >= DEEPEST && token.nesting !== 0 && /^(?:em|strong|s)_/.test(token.type)) {
      const { nesting } = token;
      Object.assign(token, { type: "text", tag: "", nesting: 0, content: token.markup, markup: "" });
      if (nesting === 1) depth += 1;
      continue;
    }
    if (token.nesting === 1) depth += 1;
  }
}
