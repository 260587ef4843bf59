import type { StarterName } from "@/lib/messages/schema";
import {
  plainDesign,
  type EmailDesign,
  type VisualDocument,
  type VisualNode,
} from "@/lib/messages/visual-document";
import { documentOfText } from "@/lib/messages/visual-text";

/** A message to begin with: its words, as Markdown writes them, and below how it looks. */
export interface Starter {
  name: StarterName;
  subject: string;
  preheader: string;
  /** Begins with a large heading. */
  source: string;
}

/** The look of each, the same in every language. */
const designs: Readonly<Record<StarterName, Partial<EmailDesign>>> = {
  newsletter: { accent: "#27407a", background: "#e9edf5" },
  invitation: { accent: "#7a2748", background: "#f6ecf0", font: "serif" },
  reminder: { accent: "#1d6650", background: "#e8f2ee" },
  welcome: { accent: "#a8481a", background: "#f9efe7" },
  offer: { accent: "#5f2a9c", background: "#f1ebf8" },
  thanks: { accent: "#0f5a6e", background: "#e8f2f4", font: "serif" },
};

/** The document that the visual editor opens: its title on the email's colour, quotations in boxes. Pure. */
export function starterDocument({ name, source }: Starter): VisualDocument {
  const { content, ...document } = documentOfText(source);
  const design = { ...plainDesign, ...designs[name] };
  const [title, ...rest] = content;
  const hero: VisualNode = {
    type: "section",
    attrs: { background: design.accent },
    content: title === undefined ? [] : [{ ...title, attrs: { ...title.attrs, alignment: "center" } }],
  };
  return { ...document, attrs: design, content: [hero, ...rest.map(boxed)] };
}

function boxed(node: VisualNode): VisualNode {
  return node.type === "blockquote"
    ? { type: "section", attrs: { background: null }, content: node.content }
    : node;
}
