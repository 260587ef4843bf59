/** Encodings that files are commonly in, with the languages that they are for. Free of what only a server has. */
export const ENCODINGS = {
  "utf-8": "unicode",
  "utf-16le": "unicode",
  "utf-16be": "unicode",
  "utf-32le": "unicode",
  "utf-32be": "unicode",
  "windows-1252": "western",
  macintosh: "western",
  cp850: "western",
  "windows-1250": "central",
  "iso-8859-2": "central",
  maccenteuro: "central",
  cp852: "central",
  "windows-1251": "cyrillic",
  "koi8-r": "cyrillic",
  "koi8-u": "cyrillic",
  cp866: "cyrillic",
  "iso-8859-5": "cyrillic",
  maccyrillic: "cyrillic",
  "windows-1257": "baltic",
  "windows-1253": "greek",
  "windows-1254": "turkish",
  cp857: "turkish",
  "windows-1255": "hebrew",
  "windows-1256": "arabic",
  shift_jis: "japanese",
  "euc-jp": "japanese",
  "euc-kr": "korean",
  gb18030: "chinese",
  big5: "chinese",
} as const;

export type CommonEncoding = keyof typeof ENCODINGS;

export const COMMON_ENCODINGS = Object.keys(ENCODINGS) as [CommonEncoding, ...CommonEncoding[]];
