import { describe, expect, it } from "vitest";
import { ImportFault } from "@/lib/recipients/import-fault";
import type { Encoding } from "@/lib/recipients/import-encoding";
import { encodingOfFile, TextReader } from "@/lib/recipients/import-text";

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(
  bytes: Uint8Array,
  pieceSize = bytes.length,
  said?: Encoding,
): Promise<[string, string | undefined]> {
  const reader = new TextReader(inPieces(bytes, pieceSize), said);
  let text = "";
  for await (const piece of reader.pieces()) text += piece;
  return [text, reader.encoding];
}

const TEXT = "email,имя\nанна@x,Анна Ёлкина\n";

function windows1251(text: string): Uint8Array {
  return Uint8Array.from(Array.from(text), (character) => {
    const code = character.charCodeAt(0);
    if (character === "Ё") return 0xa8;
    if (character === "ё") return 0xb8;
    return code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : code;
  });
}

function utf16(text: string, bigEndian: boolean): Uint8Array {
  const bytes = Buffer.from(text, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
}

describe("a file's encoding", () => {
  const files: [name: string, bytes: Uint8Array, encoding: string][] = [
    ["UTF-8", Buffer.from(TEXT), "utf-8"],
    ["UTF-8 with its mark", Buffer.from(`\ufeff${TEXT}`), "utf-8"],
    ["UTF-16, little end first", utf16(`\ufeff${TEXT}`, false), "utf-16le"],
    ["UTF-16, big end first", utf16(`\ufeff${TEXT}`, true), "utf-16be"],
    ["UTF-16 without its mark, little end first", utf16(TEXT, false), "utf-16le"],
    ["UTF-16 without its mark, big end first", utf16(TEXT, true), "utf-16be"],
    ["Windows-1251", windows1251(TEXT), "windows-1251"],
  ];
  for (const [name, bytes, encoding] of files) {
    it(`is known for ${name}, in pieces of any size`, async () => {
      for (const size of [1, 2, 3, 7, bytes.length]) {
        expect(await read(bytes, size)).toEqual([TEXT, encoding]);
      }
    });
  }

  it("is found by the first Cyrillic letter, however late it comes", async () => {
    const start = "a@b.example,Ann\n".repeat(200_000);
    const both = new Uint8Array([...Buffer.from(start), ...windows1251("c@d.example,Юлия")]);
    expect(await read(both, 65_536)).toEqual([`${start}c@d.example,Юлия`, "windows-1251"]);
  });

  it("stays UTF-8 where one place of the file is damaged", async () => {
    const damaged = Buffer.concat([Buffer.from([0xd0]), Buffer.from(",Мария Иванова")]);
    expect(await read(damaged)).toEqual(["\ufffd,Мария Иванова", "utf-8"]);
  });

  it("is UTF-16 though nine in ten of its letters are Cyrillic", async () => {
    const text = `адрес,примечание\n${`a@b.example,${"Длинное_примечание".repeat(12)}\n`.repeat(40)}`;
    expect(await read(utf16(text, false), 1_000)).toEqual([text, "utf-16le"]);
  });

  it("is what somebody says it is", async () => {
    expect(await read(Buffer.from("Ян"), 2, "windows-1251")).toEqual(["РЇРЅ", "windows-1251"]);
  });

  it("leaves a place that cannot be decoded to the row it stands in", async () => {
    const half = Buffer.concat([
      utf16("a,", false),
      Uint8Array.from([0x00, 0xd8]),
      utf16(",b\nb,c\n", false),
    ]);
    expect(await read(half, 3, "utf-16le")).toEqual(["a,\ufffd,b\nb,c\n", "utf-16le"]);
    const start = "a@b.example\n".repeat(400);
    expect((await read(Buffer.from(`${start}a\0b\n`), 1_000))[0]).toBe(`${start}a\0b\n`);
  });

  it("is refused for what is no text, and not for a zero in one place", async () => {
    for (const bytes of [
      Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 8, 0]),
      Buffer.from("%PDF-1.7\nemail,name\n"),
      Buffer.from("email\0\0\n\x01a@b.example\x02\n\0"),
    ]) {
      await expect(read(bytes)).rejects.toThrow(new ImportFault("not_text"));
      await expect(encodingOfFile(inPieces(bytes, 3))).rejects.toThrow(new ImportFault("not_text"));
    }
    expect(await read(Buffer.from("email\na@b.example\nc\0@d.example\n"))).toEqual([
      "email\na@b.example\nc\0@d.example\n",
      "utf-8",
    ]);
  });
});

describe("the end of a file", () => {
  it("may be marked by Ctrl-Z, which is no text", async () => {
    for (const size of [1, 2, 100]) {
      expect((await read(Buffer.from("a\x1ab\nc\n\x1a\x1a"), size))[0]).toBe("a\x1ab\nc\n");
    }
  });
});

describe("line ends", () => {
  it("become one kind, also where a piece ends between the two characters of one", async () => {
    for (const size of [1, 2, 3, 100]) {
      expect((await read(Buffer.from("a\r\nb\rc\nd\r\n\r\ne\r"), size))[0]).toBe("a\nb\nc\nd\n\ne\n");
    }
  });
});
