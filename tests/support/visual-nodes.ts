import { emptyDocument, type VisualNode } from "@/lib/messages/visual-document";

export const IMAGE = "0190a1b2-0000-7000-8000-000000000001";

export const words = (text: string, marks?: VisualNode["marks"]): VisualNode => ({
  type: "text",
  text,
  marks,
});
export const paragraph = (...content: VisualNode[]): VisualNode => ({ type: "paragraph", content });
export const column = (...content: VisualNode[]): VisualNode => ({ type: "columnsColumn", content });
export const item = (...content: VisualNode[]): VisualNode => ({ type: "listItem", content });
export const field = (name: string, fallback = ""): VisualNode => ({
  type: "mergeField",
  attrs: { name, fallback },
});
export const link = (href: string) => [{ type: "link", attrs: { href } }];

/** One of every kind of node and mark, in every place where it may stand. */
export const everything: readonly (readonly [string, VisualNode])[] = [
  ["a paragraph", { ...paragraph(words("Text & <more> {x}")), attrs: { alignment: "center" } }],
  ["an empty line", paragraph()],
  ...[1, 2, 3].map((level): [string, VisualNode] => [
    `a heading ${level}`,
    { type: "heading", attrs: { level, alignment: "right" }, content: [words("Title")] },
  ]),
  ...["bold", "italic", "underline", "strike"].map((type): [string, VisualNode] => [
    type,
    paragraph(words("x", [{ type }]), { type: "hardBreak" }, words("y")),
  ]),
  ["a link", paragraph(words("x", [{ type: "bold" }, ...link("https://a.test/?b=1&c=2")]))],
  ["a link of a field", paragraph(words("x", link("{{url|https://a.test/}}")))],
  ["fields", paragraph(field("name", "friend & co"), words(", "), field("first name"))],
  [
    "a list",
    {
      type: "bulletList",
      content: [item(paragraph(words("a")), { type: "bulletList", content: [item(paragraph(words("b")))] })],
    },
  ],
  ["a numbered list", { type: "orderedList", attrs: { start: 3 }, content: [item(paragraph(words("a")))] }],
  ["a quotation", { type: "blockquote", content: [paragraph(words("q"))] }],
  ["a divider", { type: "horizontalRule" }],
  [
    "a button",
    {
      type: "button",
      attrs: { href: "https://a.test/", alignment: "center" },
      content: [words("Go "), field("name")],
    },
  ],
  [
    "a button at the right",
    { type: "button", attrs: { href: "mailto:a@b.test", alignment: "right" }, content: [words("Go")] },
  ],
  [
    "an image",
    {
      type: "image",
      attrs: {
        src: `/api/images/${IMAGE}`,
        alt: 'A "lamp" & <more>',
        href: "https://a.test/",
        alignment: "center",
      },
    },
  ],
  ["an image from elsewhere", { type: "image", attrs: { src: "https://a.test/b.png", width: 200 } }],
  [
    "two columns",
    {
      type: "twoColumns",
      content: [column(paragraph(words("a"))), column(paragraph(words("b")), { type: "horizontalRule" })],
    },
  ],
  [
    "three columns",
    {
      type: "threeColumns",
      content: [column(paragraph(words("a"))), column(paragraph(words("b"))), column(paragraph(words("c")))],
    },
  ],
  [
    "a box",
    {
      type: "section",
      content: [
        { type: "heading", attrs: { level: 2 }, content: [words("In it")] },
        { type: "button", content: [words("Go")] },
      ],
    },
  ],
  [
    "a box with a colour",
    { type: "section", attrs: { background: "#102030" }, content: [paragraph(words("light"))] },
  ],
  [
    "links to networks",
    {
      type: "socialLinks",
      attrs: {
        links: [
          { service: "telegram", href: "https://t.me/x" },
          { service: "website", href: "https://www.x.test/" },
        ],
      },
    },
  ],
];

export const documentOf = (...content: VisualNode[]) => JSON.stringify(emptyDocument(content));
