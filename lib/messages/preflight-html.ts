import type { ElementContent, Root } from "hast";
import { contrast, READABLE } from "@/lib/messages/contrast";
import { parseEmail } from "@/lib/messages/email-tree";

/** What of an email's HTML a preflight asks about. */
export interface EmailLooks {
  links: { href: string; words: string }[];
  images: { src: string; alt: string }[];
  /** Letters of its text. */
  letters: number;
  /** Texts whose colour cannot be told from their ground. */
  faint: { words: string; ink: string; ground: string; ratio: number }[];
  /** Texts with a dark colour of their own on no ground of their own: dark mode puts a dark one behind. */
  darkInk: string[];
}

/** Colours that hold for what lies within an element; null for the email program's own. */
interface Colors {
  ink: string | null;
  ground: string | null;
  isLarge: boolean;
}

const LONGEST_WORDS = 60;
/** WCAG 2.2: letters from 24 px, or bold ones from 18.66 px, may be fainter. */
const LARGE = 24;
const READABLE_LARGE = 3;

/** Reads what is saved, which the sanitizer has written. Pure. */
export function looksIn(html: string): EmailLooks {
  const looks: EmailLooks = { links: [], images: [], letters: 0, faint: [], darkInk: [] };
  walk(parseEmail(html).root.children, { ink: null, ground: null, isLarge: false }, looks);
  return looks;
}

function walk(
  nodes: readonly (Root["children"][number] | ElementContent)[],
  within: Colors,
  looks: EmailLooks,
) {
  for (const node of nodes) {
    if (node.type === "text") ofText(node.value, within, looks);
    if (node.type !== "element") continue;
    const attributes = node.properties;
    if (node.tagName === "img") looks.images.push({ src: text(attributes.src), alt: text(attributes.alt) });
    if (node.tagName === "a") {
      const alts = imagesOf(node.children).join(" ");
      const words = `${wordsOf(node.children)} ${alts}`.replace(/\s+/g, " ").trim();
      looks.links.push({ href: text(attributes.href).trim(), words: words.slice(0, LONGEST_WORDS) });
    }
    const styles = declarations(text(attributes.style));
    const ground = hexOf(
      styles.get("background-color") ?? styles.get("background") ?? text(attributes.bgcolor),
    );
    const size = Number.parseFloat(styles.get("font-size") ?? "");
    const colors = {
      ink: hexOf(styles.get("color") ?? text(attributes.color)) ?? within.ink,
      ground: ground ?? within.ground,
      isLarge: Number.isNaN(size) ? within.isLarge || /^h[12]$/.test(node.tagName) : size >= LARGE,
    };
    walk(node.children, colors, looks);
  }
}

function ofText(value: string, { ink, ground, isLarge }: Colors, looks: EmailLooks): void {
  const words = value.replace(/\s+/g, " ").trim().slice(0, LONGEST_WORDS);
  if (words === "") return;
  looks.letters += words.replace(/[^\p{L}\d]/gu, "").length;
  if (ink === null) return;
  const ratio = contrast(ink, ground ?? "#ffffff");
  if (ratio < (isLarge ? READABLE_LARGE : READABLE))
    looks.faint.push({ words, ink, ground: ground ?? "#ffffff", ratio });
  // A program that darkens the page by itself leaves colours that a message names.
  else if (ground === null && contrast(ink, "#1e1e1e") < READABLE_LARGE) looks.darkInk.push(words);
}

function wordsOf(nodes: readonly ElementContent[]): string {
  return nodes
    .map((node) =>
      node.type === "text" ? node.value : node.type === "element" ? wordsOf(node.children) : "",
    )
    .join("");
}

function imagesOf(nodes: readonly ElementContent[]): string[] {
  return nodes.flatMap((node) => {
    if (node.type !== "element") return [];
    return node.tagName === "img" ? [text(node.properties.alt)] : imagesOf(node.children);
  });
}

function declarations(style: string): Map<string, string> {
  return new Map(
    style.split(";").flatMap((one): [string, string][] => {
      const colon = one.indexOf(":");
      return colon < 0 ? [] : [[one.slice(0, colon).trim().toLowerCase(), one.slice(colon + 1).trim()]];
    }),
  );
}

const NAMED: Readonly<Record<string, string>> = {
  ...{
    white: "#ffffff",
    black: "#000000",
    red: "#ff0000",
    green: "#008000",
    blue: "#0000ff",
    gray: "#808080",
  },
  ...{ grey: "#808080", silver: "#c0c0c0", yellow: "#ffff00", orange: "#ffa500", navy: "#000080" },
  ...{
    purple: "#800080",
    lightgray: "#d3d3d3",
    lightgrey: "#d3d3d3",
    darkgray: "#a9a9a9",
    maroon: "#800000",
  },
};

/** A colour as #rrggbb; null for what is none, or none that is known. */
function hexOf(value: string): string | null {
  const color = value.toLowerCase();
  if (/^#[0-9a-f]{6}$/.test(color)) return color;
  if (/^#[0-9a-f]{3}$/.test(color)) return color.replace(/[0-9a-f]/g, "$&$&");
  const parts = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/.exec(color)?.slice(1);
  if (parts !== undefined)
    return `#${parts.map((part) => Math.min(255, Number(part)).toString(16).padStart(2, "0")).join("")}`;
  return Object.hasOwn(NAMED, color) ? (NAMED[color] ?? null) : null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
