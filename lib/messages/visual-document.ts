import { z } from "zod";

/**
 * The document of the visual editor, as it is stored. What it does not name here it does not hold: unknown attributes
 * are left out, unknown nodes refuse the whole.
 */
export interface VisualNode {
  type: string;
  attrs?: Record<string, unknown> | undefined;
  content?: VisualNode[] | undefined;
  marks?: { type: string; attrs?: Record<string, unknown> | undefined }[] | undefined;
  text?: string | undefined;
}

export interface VisualDocument {
  type: "doc";
  attrs: EmailDesign;
  content: VisualNode[];
}

/** Width, colours and letters of a whole email. */
export type EmailDesign = {
  /** Pixels of the column. */
  width: number;
  /** Around the column, of the column, of its text, of links and buttons: #rrggbb. */
  background: string;
  paper: string;
  ink: string;
  accent: string;
  font: "sans" | "serif";
};

export const NARROWEST = 420;
export const WIDEST = 720;
export const plainDesign: EmailDesign = {
  width: 600,
  background: "#f3f1eb",
  paper: "#ffffff",
  ink: "#1f2433",
  accent: "#27407a",
  font: "sans",
};

/** More than any email needs: what is larger is refused before it is looked at. */
const DEEPEST = 24;
/** Of its JSON: some 1,000 paragraphs, which take a second to compile. */
const MOST_VALUES = 12_000;

export const socialServices = [
  ...["telegram", "vk", "instagram", "facebook", "linkedin", "youtube", "x", "whatsapp", "github", "website"],
] as const;

const alignment = z.enum(["left", "center", "right"]).nullable().catch(null).default(null);
const color = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i)
  .transform((text) => text.toLowerCase());
const LONGEST_ADDRESS = 2_000;
/** A link, or a field whose value is one. What is neither leads nowhere. */
const href = z
  .string()
  .max(LONGEST_ADDRESS)
  .regex(/^(?:(?:https?:\/\/|mailto:|tel:\+?|#)[^\s]*|\{\{[^{}]+\}\}[^\s]*)$/i)
  .catch("")
  .default("");
const IMAGE = /^(?:https?:\/\/[^\s]+|\/api\/images\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Whether an image of this address may stand in an email. */
export function isImageAddress(src: string): boolean {
  return src.length <= LONGEST_ADDRESS && IMAGE.test(src);
}

const marks = z
  .array(
    z.discriminatedUnion("type", [
      z.object({ type: z.enum(["bold", "italic", "underline", "strike"]) }),
      z.object({ type: z.literal("link"), attrs: z.object({ href }) }),
    ]),
  )
  .optional();
const mergeField = z.object({
  type: z.literal("mergeField"),
  attrs: z.object({
    name: z.string().regex(/^[^<>"`{}|]{1,60}$/),
    fallback: z
      .string()
      .max(200)
      .regex(/^[^{}|]*$/)
      .catch("")
      .default(""),
  }),
  marks,
});
const inline = z
  .array(
    z.discriminatedUnion("type", [
      z.object({ type: z.literal("text"), text: z.string().min(1), marks }),
      z.object({ type: z.literal("hardBreak"), marks }),
      mergeField,
    ]),
  )
  .optional();

const aligned = z.object({ alignment }).prefault({});
const paragraph = z.object({ type: z.literal("paragraph"), attrs: aligned, content: inline });
const leaves = [
  paragraph,
  z.object({
    type: z.literal("heading"),
    attrs: z.object({ level: z.literal([1, 2, 3]).catch(2), alignment }),
    content: inline,
  }),
  z.object({ type: z.literal("horizontalRule") }),
  z.object({ type: z.literal("button"), attrs: z.object({ href, alignment }).prefault({}), content: inline }),
  z.object({
    type: z.literal("image"),
    attrs: z.object({
      src: z.string().refine(isImageAddress),
      alt: z.string().max(250).catch("").default(""),
      /** Pixels; null for as wide as it is, at most the column. */
      width: z.number().int().min(16).max(WIDEST).nullable().catch(null).default(null),
      href,
      alignment,
    }),
  }),
  z.object({
    type: z.literal("socialLinks"),
    attrs: z.object({
      links: z.array(z.object({ service: z.enum(socialServices), href })).max(socialServices.length),
      alignment,
    }),
  }),
] as const;

const blocks: z.ZodType<VisualNode[]> = z.lazy(() => z.array(block));
const items = z.lazy(() => z.array(z.object({ type: z.literal("listItem"), content: blocks })));
const column = z.object({ type: z.literal("columnsColumn"), content: blocks });
const block: z.ZodType<VisualNode> = z.lazy(() =>
  z.discriminatedUnion("type", [
    ...leaves,
    z.object({ type: z.literal("bulletList"), content: items }),
    z.object({
      type: z.literal("orderedList"),
      attrs: z.object({ start: z.number().int().min(0).max(9_999).catch(1).default(1) }).prefault({}),
      content: items,
    }),
    z.object({ type: z.literal("blockquote"), content: blocks }),
    z.object({ type: z.literal("twoColumns"), content: z.array(column).length(2) }),
    z.object({ type: z.literal("threeColumns"), content: z.array(column).length(3) }),
    z.object({
      type: z.literal("section"),
      attrs: z.object({ background: color.nullable().catch(null).default(null) }).prefault({}),
      content: blocks,
    }),
  ]),
);

const design = z
  .object({
    width: z.number().int().min(NARROWEST).max(WIDEST).catch(plainDesign.width),
    background: color.catch(plainDesign.background),
    paper: color.catch(plainDesign.paper),
    ink: color.catch(plainDesign.ink),
    accent: color.catch(plainDesign.accent),
    font: z.enum(["sans", "serif"]).catch("sans"),
  })
  .prefault({} as never);

const documentSchema = z.object({ type: z.literal("doc"), attrs: design, content: blocks });

/** Reads a stored or sent document; null for what is none. Pure. */
export function readDocument(source: string): VisualDocument | null {
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  return isBounded(json) ? (documentSchema.safeParse(json).data ?? null) : null;
}

/** Without recursion: what is too deep for it is what this looks for. */
function isBounded(json: unknown): boolean {
  const open: { value: unknown; depth: number }[] = [{ value: json, depth: 0 }];
  for (let seen = 0; open.length > 0; seen += 1) {
    const { value, depth } = open.pop() ?? { value: null, depth: 0 };
    // A node's content and its attributes are a level each.
    if (depth > 2 * DEEPEST || seen > MOST_VALUES) return false;
    if (typeof value !== "object" || value === null) continue;
    for (const inner of Object.values(value)) open.push({ value: inner, depth: depth + 1 });
  }
  return true;
}

/** A document that says nothing yet. */
export function emptyDocument(content: VisualNode[] = []): VisualDocument {
  return { type: "doc", attrs: plainDesign, content: [...content, { type: "paragraph" }] };
}
