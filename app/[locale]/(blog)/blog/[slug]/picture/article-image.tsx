import { readFile } from "node:fs/promises";
import path from "node:path";
import { ImageResponse } from "next/og";
import { COVER_SIZE } from "@/lib/images/schema";

const FONTS = path.join(process.cwd(), "node_modules", "@fontsource");
// One name for each file: of two with the same name only the first is asked for a letter.
const DISPLAY = "Literata, Literata Cyrillic";
const BODY = "Golos, Golos Cyrillic";
const files = [
  { name: "Literata", weight: 600, file: "literata/files/literata-latin-600-normal.woff" },
  { name: "Literata Cyrillic", weight: 600, file: "literata/files/literata-cyrillic-600-normal.woff" },
  { name: "Golos", weight: 500, file: "golos-text/files/golos-text-latin-500-normal.woff" },
  { name: "Golos Cyrillic", weight: 500, file: "golos-text/files/golos-text-cyrillic-500-normal.woff" },
] as const;

let fonts: Promise<{ name: string; weight: 500 | 600; style: "normal"; data: Buffer }[]> | undefined;

function readFonts() {
  fonts ??= Promise.all(
    files.map(async ({ name, weight, file }) => ({
      ...{ name, weight, style: "normal" as const },
      data: await readFile(path.join(FONTS, file)),
    })),
  );
  return fonts;
}

/** The picture beside a link to an article: PNG of COVER_SIZE, with its title in the fonts of the pages. */
export async function articleImage({ title, author }: { title: string; author: string }): Promise<Buffer> {
  const size = title.length > 90 ? 50 : title.length > 50 ? 60 : 72;
  const image = new ImageResponse(
    <div
      style={{
        ...{ display: "flex", flexDirection: "column", justifyContent: "space-between" },
        ...{ width: "100%", height: "100%", padding: "72px 80px", background: "#1f2a4d", color: "#f6f1e4" },
        ...{ fontFamily: BODY, borderBottom: "20px solid #d9a441" },
      }}
    >
      <div style={{ display: "flex", fontFamily: DISPLAY, fontSize: size, lineHeight: 1.18 }}>
        {drawable(title)}
      </div>
      <div style={{ display: "flex", alignItems: "center", justifyContent: "space-between", fontSize: 30 }}>
        <div style={{ display: "flex", color: "#c9d3ea" }}>{drawable(author)}</div>
        <div style={{ display: "flex", alignItems: "center", fontFamily: DISPLAY, fontSize: 38 }}>
          <Horn />
          <span style={{ marginLeft: 18 }}>{BRAND}</span>
        </div>
      </div>
    </div>,
    { ...COVER_SIZE, fonts: await readFonts() },
  );
  return Buffer.from(await image.arrayBuffer());
}

const BRAND = "Posthorn";

/** Without what the packaged fonts have no glyph for: the library would load one from elsewhere. */
export function drawable(text: string): string {
  return text
    .normalize("NFC")
    .replace(
      /[^\u0020-\u007e\u00a0-\u00ff\u0401\u0410-\u044f\u0451\u2013\u2014\u2018-\u201e\u2026\u2116]/gu,
      "",
    )
    .replace(/\s+/g, " ")
    .trim();
}

/** The mark of components/ui/mark.tsx. */
function Horn() {
  return (
    <svg width="50" height="42" viewBox="4 4 25 21">
      <path d="M6.2 11.4h12.6" fill="none" stroke="#d9a441" strokeWidth="2.5" strokeLinecap="round" />
      <circle cx="13.4" cy="17.3" r="5.9" fill="none" stroke="#d9a441" strokeWidth="2.5" />
      <path
        fill="#d9a441"
        d="M18.2 10.1c3.3 0 5.6-1.3 7.3-3.6.5-.6 1.3-.3 1.3.5v8.8c0 .8-.8 1.1-1.3.5-1.7-2.3-4-3.6-7.3-3.6z"
      />
    </svg>
  );
}
