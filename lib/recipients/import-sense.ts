/** How much sense a text makes as people's names, towns and notes. */
export interface Sense {
  /** Words with a letter beyond ASCII. */
  words: number;
  /** Share of them, from 0 to 1, that no language writes: a sign of a wrong encoding. */
  nonsense: number;
  /** The fewest languages that all the others can be of. */
  languages: number;
}

const RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюя";
const SOUTH_SLAVIC = "абвгдежзијклмнопрстуфхцчшљњџ";

/** Letters beyond ASCII of each language, in lower case. */
const ALPHABETS: readonly ReadonlySet<string>[] = [
  ...["äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúü", "àçèéíïòóúü", "áâãàçéêíóôõúü", "àèéìíòóùú", "éëïóöüèáä"],
  ...["åäöéü", "æøåéü", "áðéíóúýþæö", "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž"],
  ...["áéíóöőúüű", "ăâîșțşţ", "čćđšž", "çğıöşüâîû", "ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž", "çë"],
  ...[`${RUSSIAN}ё`, "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "абвгдеёжзійклмнопрстуўфхцчшыьэюя", RUSSIAN],
  ...[`${SOUTH_SLAVIC}ђћ`, `${SOUTH_SLAVIC}ѓќѕ`, `${RUSSIAN}ёәғқңөұүһі`],
  "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
].map((letters) => new Set(letters));

const WORD = /[\p{L}\p{M}\u0080-\u{10ffff}]+/gu;
const BEYOND_ASCII = /[^\0-\x7f]/;
/** Marks that stand beside a word without being part of it. */
const AROUND = /^[«„“‘‹¿¡№\u00a0–—]+|[»”’“›…™®°\u00a0–—]+$/gu;
const BETWEEN = /[’·\u00a0]+/u;
const HOLDS_LETTERS = /[\p{L}\ufffd\p{Cc}]/u;
/** Ann, ANN and McDonald, but neither aNN nor ANn: Cyrillic in KOI8-R looks so when it is read as another encoding. */
const ODD_CASE = /\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}/u;
/** Words written together, as 1C has them in headers: АдресЭП. */
const JOINED_WORDS = /^(?:\p{Lu}\p{Ll}{2,})+\p{Lu}{0,3}$/u;
const INNER_CAPITAL = /^(?:Mc|Mac|De|Di|Le|La|Fitz)(?=\p{Lu})/u;
/** Scripts whose letters are not listed: a word is of one of them alone, those of East Asia taken as one. */
const OTHER_SCRIPTS = [
  /\p{Script=Hebrew}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Thai}/u,
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u,
];
const SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

/**
 * Latin and Cyrillic within one word, a currency sign between two letters or the letters of two languages in one
 * name are what a wrong encoding leaves.
 */
export function senseOf(text: string): Sense {
  const candidates: number[][] = [];
  let words = 0;
  let nonsense = 0;
  for (const [found] of text.matchAll(WORD)) {
    for (const word of found.replace(AROUND, "").split(BETWEEN)) {
      if (!BEYOND_ASCII.test(word) || !HOLDS_LETTERS.test(word)) continue;
      words += 1;
      const languages = languagesOf(word);
      if (languages === null) nonsense += 1;
      else if (languages.length > 0) candidates.push(languages);
    }
  }
  return { words, nonsense: words === 0 ? 0 : nonsense / words, languages: fewestLanguages(candidates) };
}

/** Languages that a word can be of, by their numbers; none for one in another script; null where none writes it. */
function languagesOf(word: string): number[] | null {
  if (/[^\p{L}\p{M}]/u.test(word)) return null;
  if (!JOINED_WORDS.test(word) && ODD_CASE.test(word.replace(INNER_CAPITAL, ""))) return null;
  const scripts = SCRIPTS.filter((script) => script.test(word)).length;
  const others = OTHER_SCRIPTS.filter((script) => script.test(word)).length;
  if (scripts + others > 1) return null;
  if (others === 1) return [];
  // Of İ, lower case is two characters.
  const letters = Array.from(word.toLowerCase().replaceAll("i\u0307", "i"));
  const beyond = letters.filter((letter) => letter > "\x7f");
  const latin = SCRIPTS[0]?.test(word) ?? false;
  if (latin && beyond.length > 1 && beyond.length === letters.length) return null;
  const languages = ALPHABETS.flatMap((alphabet, number) =>
    beyond.every((letter) => alphabet.has(letter)) ? [number] : [],
  );
  return languages.length === 0 ? null : languages;
}

/** The language of most words, then that of most of the rest, and so on. */
function fewestLanguages(candidates: readonly number[][]): number {
  let left = candidates;
  let count = 0;
  for (; left.length > 0; count += 1) {
    const words = ALPHABETS.map((_, number) => left.filter((languages) => languages.includes(number)).length);
    const best = words.indexOf(Math.max(...words));
    left = left.filter((languages) => !languages.includes(best));
  }
  return count;
}
