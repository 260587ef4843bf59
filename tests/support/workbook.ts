import { configure, TextReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import type { RandomAccess } from "@/lib/spreadsheet/random-access";

configure({ useWebWorkers: false });

const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

export interface TestSheet {
  name: string;
  /** The rows' XML. */
  rows: string;
  before?: string;
  after?: string;
  hidden?: boolean;
  /** Targets of links, rId1 and so on. */
  links?: string[];
}

interface TestWorkbook {
  sheets: TestSheet[];
  /** Patterns of the styles 1 and so on; 14 and the like are ids. */
  formats?: (string | number)[];
  /** XML of shared texts. */
  strings?: string[];
  from1904?: boolean;
}

/** An archive of these texts. */
export async function zipped(parts: Record<string, string>): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter());
  for (const [path, text] of Object.entries(parts)) await writer.add(path, new TextReader(text));
  return writer.close();
}

/** A workbook as Excel writes one. */
export function workbookBytes(book: TestWorkbook): Promise<Uint8Array> {
  const { sheets, formats = [], strings = [], from1904 = false } = book;
  const parts: Record<string, string> = {
    "[Content_Types].xml": `${HEAD}<Types/>`,
    "_rels/.rels": relations([["officeDocument", "/xl/workbook.xml"]]),
    "xl/workbook.xml": `${HEAD}<workbook xmlns:r="${OFFICE}"><workbookPr date1904="${from1904 ? 1 : 0}"/><sheets>${sheets
      .map(
        ({ name, hidden = false }, index) =>
          `<sheet name="${name}" sheetId="${index + 1}" ${hidden ? 'state="hidden" ' : ""}r:id="rId${index + 1}"/>`,
      )
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations([
      ...sheets.map((_, index): [string, string] => ["worksheet", `worksheets/sheet${index + 1}.xml`]),
      ["styles", "styles.xml"],
      ["sharedStrings", "sharedStrings.xml"],
    ]),
    "xl/styles.xml": stylesXml(formats),
    "xl/sharedStrings.xml": `${HEAD}<sst>${strings.map((xml) => `<si>${xml}</si>`).join("")}</sst>`,
  };
  for (const [index, { rows, before = "", after = "", links = [] }] of sheets.entries()) {
    const name = `sheet${index + 1}.xml`;
    parts[`xl/worksheets/${name}`] =
      `${HEAD}<worksheet xmlns:r="${OFFICE}">${before}<sheetData>${rows}</sheetData>${after}</worksheet>`;
    parts[`xl/worksheets/_rels/${name}.rels`] = relations(links.map((target) => ["hyperlink", target]));
  }
  return zipped(parts);
}

function stylesXml(formats: readonly (string | number)[]): string {
  const own = formats.map((format, index) =>
    typeof format === "string"
      ? `<numFmt numFmtId="${164 + index}" formatCode="${format.replaceAll('"', "&quot;")}"/>`
      : "",
  );
  const xfs = formats.map(
    (format, index) => `<xf numFmtId="${typeof format === "number" ? format : 164 + index}"/>`,
  );
  return `${HEAD}<styleSheet><numFmts>${own.join("")}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${xfs.join("")}</cellXfs></styleSheet>`;
}

function relations(of: [type: string, target: string][]): string {
  const all = of.map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${type}" Target="${target}"${type === "hyperlink" ? ' TargetMode="External"' : ""}/>`,
  );
  return `${HEAD}<Relationships>${all.join("")}</Relationships>`;
}

/** Cells of one row, as XML; a text is stored in the cell. */
export function rowXml(number: number, cells: Record<string, string>): string {
  const all = Object.entries(cells).map(([column, value]) =>
    value.startsWith("<")
      ? value.replace("<c", `<c r="${column}${number}"`)
      : `<c r="${column}${number}" t="inlineStr"><is><t>${value}</t></is></c>`,
  );
  return `<row r="${number}">${all.join("")}</row>`;
}

export function bytesAccess(bytes: Uint8Array): RandomAccess {
  return { size: bytes.length, read: async (from, length) => bytes.slice(from, from + length) };
}
