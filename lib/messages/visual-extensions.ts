import type { NodeRendererComponent } from "@react-email/editor/core";
import { StarterKit } from "@react-email/editor/extensions";
import type { Extensions } from "@tiptap/core";
import type { VisualNode } from "@/lib/messages/visual-document";
import { lookOf, type Style } from "@/lib/messages/visual-look";
import {
  EmailDocument,
  emailButton,
  emailImage,
  emailSection,
  mergeField,
  socialLinks,
  type Look,
} from "@/lib/messages/visual-nodes";

/**
 * What a document may hold and how it becomes an email: for the editor in the browser and for the server alike.
 * @param look read at every rendering
 */
export function visualExtensions(look: Look): Extensions {
  return [
    EmailDocument,
    StarterKit.configure({
      ...{ Container: false, GlobalContent: false, Body: false, Div: false, PreviewText: false },
      ...{ Table: false, TableRow: false, TableCell: false, TableHeader: false, FourColumns: false },
      ...{ CodeBlockPrism: false, Code: false, Sup: false, Uppercase: false, PreservedStyle: false },
      ...{ Button: false, Section: false, FocusScopes: false, StyleAttribute: false, ClassAttribute: false },
      TiptapStarterKit: { document: false },
      TrailingNode: { node: "paragraph", appendTo: ["doc", "section", "columnsColumn"] },
      AlignmentAttribute: { types: ["heading", "paragraph", "image", "button", "socialLinks"] },
      Link: {
        openOnClick: false,
        defaultProtocol: "https",
        isAllowedUri: (url, { defaultValidate }) => url.startsWith("{{") || defaultValidate(url),
      },
    }),
    mergeField,
    emailButton(look),
    emailSection(look),
    emailImage,
    socialLinks(look),
  ];
}

/** Renders a document's nodes with the look of its design, and no document around them. */
export function serializer(look: Look) {
  return {
    getNodeStyles: (node: VisualNode, depth: number): Style => lookOf(node, depth, look.design),
    BaseTemplate: ({ children }: { children: ReturnType<NodeRendererComponent> }) => children,
  };
}
