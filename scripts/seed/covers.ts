import sharp from "sharp";
import { COVER_SIZE } from "@/lib/images/schema";

const INK = "#1f2a4d";
const DUSK = "#3d5694";
const MIST = "#c9d3ea";
const PAPER = "#f6f1e4";
const BRASS = "#d9a441";

export type CoverName = keyof typeof DRAWINGS;

const DRAWINGS = {
  calendar: () =>
    ground(INK) +
    grid(9, 4, (column, row) => {
      const lit = column === 6 && row === 1;
      const place = `x="${168 + column * 98}" y="${130 + row * 98}"`;
      return `<rect ${place} width="72" height="72" rx="12" fill="${lit ? BRASS : DUSK}" opacity="${lit ? 1 : 0.35 + row * 0.12}"/>`;
    }),
  door: () =>
    ground(DUSK) +
    `<polygon points="560,520 760,520 1080,630 300,630" fill="${BRASS}" opacity="0.55"/>` +
    `<rect x="560" y="130" width="200" height="390" fill="${PAPER}"/>` +
    `<polygon points="560,130 560,520 450,560 450,90" fill="${INK}"/><circle cx="474" cy="330" r="9" fill="${BRASS}"/>`,
  stairs: () =>
    ground(PAPER) +
    grid(5, 1, (step) => {
      const shade = [BRASS, MIST, "#8fa3d0", DUSK, INK][step] ?? INK;
      return `<rect x="${120 + step * 196}" y="${120 + step * 80}" width="176" height="${510 - step * 80}" rx="10" fill="${shade}"/>`;
    }),
  envelope: () =>
    ground(MIST) +
    `<rect x="330" y="300" width="540" height="260" rx="14" fill="${INK}"/>` +
    `<rect x="380" y="110" width="440" height="360" rx="10" fill="${PAPER}"/>` +
    grid(1, 4, (_, line) => {
      const look = line === 0 ? `width="220" fill="${BRASS}"` : `width="${340 - line * 30}" fill="${MIST}"`;
      return `<rect x="420" y="${160 + line * 44}" height="16" rx="8" ${look}/>`;
    }) +
    `<path d="M330 314 L600 470 L870 314 V546 a14 14 0 0 1 -14 14 H344 a14 14 0 0 1 -14 -14 Z" fill="${DUSK}"/>`,
  sieve: () =>
    ground(PAPER) +
    grid(15, 3, (column, row) => {
      const place = `cx="${150 + column * 64 + (row % 2) * 32}" cy="${90 + row * 66}"`;
      return `<circle ${place} r="${12 + ((column * 7 + row * 5) % 9)}" fill="${(column + row) % 4 === 0 ? BRASS : DUSK}"/>`;
    }) +
    `<rect x="100" y="310" width="1000" height="26" rx="13" fill="${INK}"/>` +
    grid(
      8,
      3,
      (column, row) => `<circle cx="${230 + column * 106}" cy="${400 + row * 66}" r="14" fill="${DUSK}"/>`,
    ),
  clocks: () =>
    ground(INK) +
    grid(3, 1, (clock) => {
      const x = 270 + clock * 330;
      const hand = `stroke-linecap="round" stroke-width="14"`;
      return (
        `<circle cx="${x}" cy="315" r="130" fill="${clock === 1 ? BRASS : PAPER}"/>` +
        `<g stroke="${INK}" ${hand}><line x1="${x}" y1="315" x2="${x}" y2="225"/>` +
        `<line x1="${x}" y1="315" x2="${x - 66 + clock * 66}" y2="${315 + clock * 30}"/></g>`
      );
    }),
} satisfies Record<string, () => string>;

/** Draws a cover: WebP, 1,200 by 630 pixels. */
export async function drawCover(name: CoverName): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = COVER_SIZE;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${DRAWINGS[name]()}</svg>`;
  return new Uint8Array(await sharp(Buffer.from(svg)).webp({ quality: 86 }).toBuffer());
}

function ground(colour: string): string {
  return `<rect width="100%" height="100%" fill="${colour}"/>`;
}

function grid(columns: number, rows: number, draw: (column: number, row: number) => string): string {
  const cells = Array.from({ length: columns * rows }, (_, n) => draw(n % columns, Math.floor(n / columns)));
  return cells.join("");
}
