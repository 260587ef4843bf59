/** Properties of a style attribute that shape text and boxes, and load or cover nothing. */
const PROPERTIES = new Set([
  ...["background", "background-color", "color", "opacity"],
  ...["border", "border-collapse", "border-color", "border-radius", "border-spacing", "border-style"],
  ...["border-top", "border-right", "border-bottom", "border-left", "border-width", "box-sizing"],
  ...["border-top-left-radius", "border-top-right-radius"],
  ...["border-bottom-left-radius", "border-bottom-right-radius"],
  ...["clear", "display", "float", "height", "width", "max-height", "max-width", "min-height", "min-width"],
  ...["direction", "font", "font-family", "font-size", "font-style", "font-variant", "font-weight"],
  ...["letter-spacing", "line-height", "list-style", "list-style-position", "list-style-type"],
  ...["margin", "margin-top", "margin-right", "margin-bottom", "margin-left", "outline", "overflow"],
  ...["padding", "padding-top", "padding-right", "padding-bottom", "padding-left", "table-layout"],
  ...[
    "text-align",
    "text-decoration",
    "text-decoration-line",
    "text-indent",
    "text-transform",
    "vertical-align",
    "white-space",
  ],
  ...["word-break", "word-spacing", "word-wrap", "overflow-wrap"],
]);
const FUNCTIONS = new Set(["rgb", "rgba", "hsl", "hsla", "calc", "min", "max", "clamp"]);
/** No backslash, angle bracket, brace or at sign: nothing by which a value becomes anything else. */
const VALUE = /^[\p{L}\p{N}\s#%.,()'!+*/-]+$/u;
const LONGEST_VALUE = 300;

/** The declarations of a style attribute that an email may carry; "" for none. Pure. */
export function safeStyle(style: string): string {
  const declarations = style.replaceAll('"', "'").split(";").map(safeDeclaration);
  return declarations.filter((declaration) => declaration !== null).join(";");
}

function safeDeclaration(declaration: string): string | null {
  const colon = declaration.indexOf(":");
  const name = declaration.slice(0, Math.max(colon, 0)).trim().toLowerCase();
  const value = declaration
    .slice(colon + 1)
    .trim()
    .replace(/\s+/g, " ");
  if (!PROPERTIES.has(name) || value.length > LONGEST_VALUE || !VALUE.test(value)) return null;
  if (value.includes("/*") || value.includes("*/") || hasOddQuote(value)) return null;
  const functions = [...value.matchAll(/([\p{L}\p{N}-]*)\s*\(/gu)].map(
    ([, called]) => called?.toLowerCase() ?? "",
  );
  return functions.every((called) => FUNCTIONS.has(called)) ? `${name}:${value}` : null;
}

function hasOddQuote(value: string): boolean {
  return value.split("'").length % 2 === 0;
}
