import { getFormatFromId } from "numfmt";
import { ImportFault } from "@/lib/recipients/import-fault";
import { OfficePackage } from "@/lib/spreadsheet/package";
import type { RandomAccess } from "@/lib/spreadsheet/random-access";
import { attribute, readAllXml } from "@/lib/spreadsheet/xml";

export interface Sheet {
  name: string;
  /** Of its part of the package. */
  path: string;
}

/** A workbook with all but the cells of its sheets. */
export interface Workbook {
  parts: OfficePackage;
  /** Those that people see, in their order. */
  sheets: Sheet[];
  /** Of cells, by the number of their style. */
  formats: NumberFormat[];
  /** Where the texts of all sheets are, each once. */
  strings: string | null;
  /** Whether days count from 1904. */
  from1904: boolean;
}

export interface NumberFormat {
  id: number;
  pattern: string;
}

interface Relation {
  type: string;
  target: string;
}

/** @throws ImportFault sheet_ods, sheet_binary, sheet_none, sheet_damaged */
export async function openWorkbook(file: RandomAccess): Promise<Workbook> {
  const parts = await OfficePackage.open(file);
  const root = [...(await relationsOf(parts, "")).values()].find(({ type }) => type === "officeDocument");
  if (root === undefined) throw new ImportFault(await otherKind(parts));
  if (root.target.endsWith(".bin")) throw new ImportFault("sheet_binary");
  const relations = await relationsOf(parts, root.target);
  const { sheets, from1904 } = await readSheets(parts, root.target, relations);
  if (sheets.length === 0) throw new ImportFault("sheet_none");
  const target = (wanted: string) => [...relations.values()].find(({ type }) => type === wanted)?.target;
  return {
    ...{ parts, sheets, from1904 },
    formats: await readFormats(parts, target("styles")),
    strings: target("sharedStrings") ?? null,
  };
}

async function otherKind(parts: OfficePackage): Promise<"sheet_ods" | "sheet_none"> {
  let type = "";
  for await (const bytes of parts.bytes("mimetype")) type += new TextDecoder().decode(bytes);
  return type.startsWith("application/vnd.oasis.opendocument.spreadsheet") ? "sheet_ods" : "sheet_none";
}

/** What a part refers to, by the ids that it uses for them; outside targets as they are. */
export async function relationsOf(parts: OfficePackage, path: string): Promise<Map<string, Relation>> {
  const at = path.lastIndexOf("/") + 1;
  const folder = path.slice(0, at);
  const relations = new Map<string, Relation>();
  await readAllXml(parts.bytes(`${folder}_rels/${path.slice(at)}.rels`), {
    open(name, { Id: id = "", Type: type = "", Target: target = "", TargetMode: mode }) {
      if (name !== "Relationship") return;
      relations.set(id, {
        type: type.slice(type.lastIndexOf("/") + 1),
        target: mode === "External" ? target : resolved(folder, target),
      });
    },
  });
  return relations;
}

function resolved(folder: string, target: string): string {
  return new URL(target, `zip:///${folder}`).pathname.slice(1);
}

async function readSheets(parts: OfficePackage, path: string, relations: Map<string, Relation>) {
  const sheets: Sheet[] = [];
  let from1904 = false;
  await readAllXml(parts.bytes(path), {
    open(name, attributes) {
      if (name === "workbookPr") from1904 = ["1", "true"].includes(attributes.date1904 ?? "");
      if (name !== "sheet" || (attributes.state ?? "visible") !== "visible") return;
      const relation = relations.get(attribute(attributes, "id") ?? "");
      // Charts have sheets of their own.
      if (relation?.type === "worksheet") sheets.push({ name: attributes.name ?? "", path: relation.target });
    },
  });
  return { sheets, from1904 };
}

async function readFormats(parts: OfficePackage, path: string | undefined): Promise<NumberFormat[]> {
  const own = new Map<number, string>();
  const ids: number[] = [];
  let ofCells = false;
  if (path === undefined) return [];
  await readAllXml(parts.bytes(path), {
    open(name, { numFmtId = "0", formatCode = "" }) {
      if (name === "numFmt") own.set(Number(numFmtId), formatCode);
      else if (name === "cellXfs") ofCells = true;
      else if (name === "xf" && ofCells) ids.push(Number(numFmtId));
    },
    close(name) {
      if (name === "cellXfs") ofCells = false;
    },
  });
  return ids.map((id) => ({ id, pattern: own.get(id) ?? getFormatFromId(id) ?? "General" }));
}
