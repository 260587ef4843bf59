import { ImportFault } from "@/lib/recipients/import-fault";
import { areaOf, type Area } from "@/lib/spreadsheet/references";
import { relationsOf, type Sheet, type Workbook } from "@/lib/spreadsheet/workbook";
import { attribute, readAllXml } from "@/lib/spreadsheet/xml";

/** What a sheet says of its cells outside of them. */
export interface Surroundings {
  /** The first column that holds anything, from 0. */
  firstColumn: number;
  /** Cells that are one for people and lie under each other, in the order of their rows. */
  merged: Area[];
  /** Addresses that cells link to, by their references. */
  links: Map<string, string>;
}

const BEGIN_OF_CELLS = /<(?:\w+:)?sheetData\b/;
const END_OF_CELLS = /<\/(?:\w+:)?sheetData>/;
/** Longer than the tags, of which a piece may hold a part. */
const OVERLAP = 64;
/** Characters of what stands around the cells. */
const MOST_AROUND = 50_000_000;
const ADDRESS = /^mailto:([^?]+)/i;

/** Read before the cells, as most of it stands behind them. */
export async function readSurroundings(workbook: Workbook, sheet: Sheet): Promise<Surroundings> {
  const around = await textAround(workbook.parts.bytes(sheet.path));
  const relations = await relationsOf(workbook.parts, sheet.path);
  const found: Surroundings = { firstColumn: 0, merged: [], links: new Map() };
  await readAllXml(bytesOf(around), {
    open(name, attributes) {
      const area = areaOf(attributes.ref ?? "");
      if (area === null) return;
      if (name === "dimension") found.firstColumn = area.from.column;
      if (name === "mergeCell" && area.to.row > area.from.row) found.merged.push(area);
      if (name !== "hyperlink") return;
      const target = relations.get(attribute(attributes, "id") ?? "")?.target ?? "";
      const address = ADDRESS.exec(target)?.[1];
      if (address !== undefined) found.links.set(attributes.ref ?? "", decoded(address));
    },
  });
  found.merged.sort((one, other) => one.from.row - other.from.row);
  return found;
}

/** The XML of a sheet without its cells. */
async function textAround(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let around = "";
  /** The end of the text before, while the cells' beginning or end is looked for. */
  let overlap = "";
  let where: "before" | "within" | "after" = "before";
  for await (const piece of bytes) {
    let text = overlap + decoder.decode(piece, { stream: true });
    overlap = "";
    if (where === "before") {
      const begin = text.search(BEGIN_OF_CELLS);
      if (begin >= 0) {
        around += text.slice(0, begin);
        text = text.slice(begin);
        where = "within";
      }
    }
    if (where === "within") {
      const end = END_OF_CELLS.exec(text);
      if (end !== null) {
        text = text.slice(end.index + end[0].length);
        where = "after";
      }
    }
    if (where !== "after") overlap = text.slice(-OVERLAP);
    if (where === "before") around += text.slice(0, -OVERLAP);
    if (where === "after") around += text;
    if (around.length > MOST_AROUND) throw new ImportFault("sheet_too_large");
  }
  return around;
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

export function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
