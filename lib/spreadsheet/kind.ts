import type { RandomAccess } from "@/lib/spreadsheet/random-access";

/** What a file is, whatever it is called. "compound" is Excel's format before 2007. */
export type FileKind = "zip" | "encrypted" | "compound" | "other";

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/** Excel puts a workbook with a password into the older format, as a stream of this name in UTF-16. */
const ENCRYPTED = Uint8Array.from(
  Array.from("EncryptedPackage", (letter) => [letter.charCodeAt(0), 0]).flat(),
);
const AT_ONCE = 1_000_000;

/** By its first bytes. */
export async function kindOfFile(file: RandomAccess): Promise<FileKind> {
  const begin = await file.read(0, COMPOUND.length);
  const begins = (bytes: readonly number[]) => bytes.every((byte, index) => begin[index] === byte);
  if (begins(ZIP)) return "zip";
  if (!begins(COMPOUND)) return "other";
  return (await holds(file, ENCRYPTED)) ? "encrypted" : "compound";
}

async function holds(file: RandomAccess, wanted: Uint8Array): Promise<boolean> {
  for (let from = 0; from < file.size; from += AT_ONCE) {
    const bytes = await file.read(from, AT_ONCE + wanted.length);
    for (let at = bytes.indexOf(wanted[0] ?? 0); at >= 0; at = bytes.indexOf(wanted[0] ?? 0, at + 1)) {
      if (wanted.every((byte, index) => bytes[at + index] === byte)) return true;
    }
  }
  return false;
}
