import { EmailNode } from "@react-email/editor/core";
import { Button, Section } from "@react-email/editor/extensions";
import { Document } from "@tiptap/extension-document";
import { z } from "zod";
import { parseTemplate, writeField } from "@/lib/messages/merge-fields";
import {
  isImageAddress,
  plainDesign,
  socialServices,
  type EmailDesign,
  type VisualNode,
} from "@/lib/messages/visual-document";
import { buttonLook, sectionLook, socialLook } from "@/lib/messages/visual-look";

/** Names of the services, which are the same in every language; a website's is its owner's. */
export const SERVICE_NAMES = {
  ...{ telegram: "Telegram", vk: "VK", instagram: "Instagram", facebook: "Facebook", linkedin: "LinkedIn" },
  ...{ youtube: "YouTube", x: "X", whatsapp: "WhatsApp", github: "GitHub", website: "www" },
} as const;

/** A node as the serializer hands it to its renderer. */
interface Rendered {
  attrs?: Record<string, unknown>;
}

/** What a renderer below is given, with the design that the whole email has. */
export interface Look {
  design: EmailDesign;
}

export const EmailDocument = Document.extend({
  addAttributes() {
    return Object.fromEntries(
      Object.entries(plainDesign).map(([name, value]) => [name, { default: value, rendered: false }]),
    );
  },
});

export const mergeField = EmailNode.create({
  ...{ name: "mergeField", group: "inline", inline: true, atom: true, selectable: true },
  addAttributes: () => ({
    name: { default: "name", parseHTML: (element) => element.getAttribute("data-field"), rendered: false },
    fallback: {
      default: "",
      parseHTML: (element) => element.getAttribute("data-fallback") ?? "",
      rendered: false,
    },
  }),
  parseHTML: () => [{ tag: "span[data-field]" }],
  renderHTML: ({ node }) => [
    "span",
    { "data-field": text(node.attrs.name), "data-fallback": text(node.attrs.fallback), class: "merge-field" },
    fieldText(node.attrs),
  ],
  renderText: ({ node }) => fieldText(node.attrs),
  renderToReactEmail: ({ node }) => fieldText(node.attrs ?? {}),
});

function fieldText({ name, fallback }: Record<string, unknown>): string {
  return writeField({ name: text(name), fallback: text(fallback) });
}

/** The node of a field as a person types it, `{{name|friend}}`; null for another text. */
export function fieldNode(source: string): VisualNode | null {
  const [field] = parseTemplate(source).fields;
  return field === undefined ? null : { type: "mergeField", attrs: { ...field } };
}

export const emailButton = ({ design }: Look) =>
  EmailNode.create({
    ...Button.config,
    addAttributes: () => ({ href: { default: "" } }),
    renderToReactEmail: ({ node, children }) => {
      const { cell, link } = buttonLook(design);
      return (
        <table role="presentation" cellPadding="0" cellSpacing="0" border={0} {...placed(node)}>
          <tbody>
            <tr>
              <td style={cell}>
                <a href={text(node.attrs?.href) || undefined} style={link}>
                  {children}
                </a>
              </td>
            </tr>
          </tbody>
        </table>
      );
    },
  });

/** A table of one cell stands where `align` says; on its own line in any case. */
function placed({ attrs = {} }: Rendered) {
  const align: "center" | "right" | undefined =
    attrs.alignment === "center" || attrs.alignment === "right" ? attrs.alignment : undefined;
  const sides = align === "center" ? "auto" : "0";
  return {
    align: align === "center" ? align : undefined,
    style: {
      marginTop: "8px",
      marginRight: align === "right" ? "0" : sides,
      marginBottom: "24px",
      marginLeft: align === "right" ? "auto" : sides,
    },
  };
}

export const emailSection = ({ design }: Look) =>
  EmailNode.create({
    ...Section.config,
    addAttributes: () => ({
      background: {
        default: null,
        parseHTML: (element: HTMLElement) => element.getAttribute("data-background"),
        renderHTML: ({ background }: Record<string, unknown>) =>
          typeof background === "string"
            ? {
                "data-background": background,
                style: `background-color:${background};color:${sectionLook(background, design).color ?? "inherit"}`,
              }
            : {},
      },
    }),
    renderToReactEmail: ({ node, children }) => (
      <table
        role="presentation"
        width="100%"
        cellPadding="0"
        cellSpacing="0"
        border={0}
        style={{ margin: "0 0 20px" }}
      >
        <tbody>
          <tr>
            <td style={sectionLook(colorIn(node.attrs), design)}>{children}</td>
          </tr>
        </tbody>
      </table>
    ),
  });

export const emailImage = EmailNode.create({
  ...{ name: "image", group: "block", atom: true, draggable: true, selectable: true },
  addAttributes: () => ({
    src: { default: "" },
    alt: { default: "" },
    width: {
      default: null,
      parseHTML: (element) => Number.parseInt(element.getAttribute("width") ?? "", 10) || null,
    },
    href: { default: "", rendered: false },
  }),
  // What lies within the page that was copied from, or nowhere, is no image of an email.
  parseHTML: () => [
    {
      tag: "img[src]",
      getAttrs: (element) => (isImageAddress(element.getAttribute("src") ?? "") ? null : false),
    },
  ],
  renderHTML: ({ HTMLAttributes: { alignment, ...attributes } }) => [
    "figure",
    { class: "email-image", "data-align": text(alignment) },
    ["img", attributes],
  ],
  renderToReactEmail: ({ node: { attrs = {} } }) => {
    const width = typeof attrs.width === "number" ? attrs.width : undefined;
    const image = (
      <img
        {...{ src: text(attrs.src), alt: text(attrs.alt), width }}
        style={{
          display: "inline-block",
          maxWidth: "100%",
          height: "auto",
          border: "0",
          borderRadius: "8px",
        }}
      />
    );
    return (
      <div style={{ margin: "0 0 16px", textAlign: sideOf(attrs), fontSize: "14px" }}>
        {text(attrs.href) === "" ? image : <a href={text(attrs.href)}>{image}</a>}
      </div>
    );
  },
});

export const socialLinks = ({ design }: Look) =>
  EmailNode.create({
    ...{ name: "socialLinks", group: "block", atom: true, draggable: true, selectable: true },
    addAttributes: () => ({
      links: {
        default: [],
        parseHTML: (element) => element.getAttribute("data-links")?.split("\n").map(readLink) ?? [],
        renderHTML: ({ links }) => ({
          "data-links": linksIn({ links })
            .map(({ service, href }) => `${service} ${href}`)
            .join("\n"),
        }),
      },
    }),
    parseHTML: () => [{ tag: "div[data-links]" }],
    renderHTML: ({ node, HTMLAttributes: { alignment, ...attributes } }) => [
      "div",
      { ...attributes, class: "email-social", "data-align": text(alignment) },
      ...linksIn(node.attrs).map(({ service }) => ["span", {}, SERVICE_NAMES[service]] as const),
    ],
    renderToReactEmail: ({ node: { attrs = {} } }) => (
      <div style={{ margin: "0 0 8px", textAlign: sideOf(attrs, "center") }}>
        {linksIn(attrs)
          .filter(({ href }) => href !== "")
          .map(({ service, href }) => (
            <a key={service} href={href} style={socialLook(design)}>
              {service === "website" ? hostOf(href) : SERVICE_NAMES[service]}
            </a>
          ))}
      </div>
    ),
  });

const socialLinkList = z.array(z.object({ service: z.enum(socialServices), href: z.string() }));
export type SocialLink = z.output<typeof socialLinkList>[number];

/** The links of a node, which a document holds as they were checked. */
export function linksIn({ links }: Record<string, unknown>): SocialLink[] {
  return socialLinkList.safeParse(links).data ?? [];
}

function readLink(line: string): { service: string; href: string } {
  const [service = "", href = ""] = line.split(" ");
  return { service, href };
}

function hostOf(href: string): string {
  return URL.canParse(href) ? new URL(href).hostname.replace(/^www\./, "") : SERVICE_NAMES.website;
}

function sideOf({ alignment }: Record<string, unknown>, usual: "left" | "center" = "left") {
  return alignment === "left" || alignment === "center" || alignment === "right" ? alignment : usual;
}

function colorIn(attrs: Record<string, unknown> | undefined): string | null {
  return typeof attrs?.background === "string" ? attrs.background : null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
