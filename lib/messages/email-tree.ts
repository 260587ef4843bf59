import type { Element, ElementContent, Root } from "hast";
import { Parser } from "htmlparser2";

/** More than any mail needs; what is nested deeper stands beside its parent. Walks of the tree call themselves. */
const DEEPEST = 100;
/** Where reading ends: the parser's own work for an element grows with how deep it lies. */
const TOO_DEEP = 1_000;

export interface EmailTree {
  root: Root;
  /** Names of the elements in it. */
  elements: ReadonlySet<string>;
  /** The rest was not read: it was nested too deep. */
  isCut: boolean;
}

/**
 * Reads HTML, whole documents as well as parts of one: in time that grows with its length alone, which a browser's rules
 * for unclosed elements do not allow ("<b a=1><b a=2>…" and as many "<p>" are made n × n elements by them).
 * Attributes keep their names of HTML.
 */
export function parseEmail(source: string): EmailTree {
  const root: Root = { type: "root", children: [] };
  const open: (Root | Element)[] = [root];
  const elements = new Set<string>();
  let isCut = false;
  const innermost = () => open.at(-1) ?? root;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        elements.add(name);
        const parent = innermost();
        const element: Element = {
          type: "element",
          tagName: name,
          properties: { ...attributes },
          children: [],
        };
        parent.children.push(element);
        open.push(open.length > DEEPEST ? parent : element);
        if (open.length <= TOO_DEEP) return;
        isCut = true;
        parser.pause();
      },
      ontext(text) {
        const { children } = innermost();
        const last = children.at(-1);
        if (last?.type === "text") last.value += text;
        else children.push({ type: "text", value: text });
      },
      onclosetag() {
        open.pop();
      },
    },
    { decodeEntities: true, recognizeSelfClosing: false },
  );
  parser.end(source);
  return { root, elements, isCut };
}

/** What HTML says when it is read as text. */
export function textOf(source: string): string {
  if (!/[<&]/.test(source)) return source;
  const parts: string[] = [];
  const collect = (nodes: readonly (Root["children"][number] | ElementContent)[]) => {
    for (const node of nodes) {
      if (node.type === "text") parts.push(node.value);
      else if (node.type === "element" && node.tagName !== "script" && node.tagName !== "style")
        collect(node.children);
    }
  };
  collect(parseEmail(source).root.children);
  return parts.join("");
}
