import { plainName } from "@/lib/recipients/column-names";
import type { SuppressionReason } from "@/lib/recipients/schema";
import { inactiveWord, isActiveWord, isNo, isYes } from "@/lib/recipients/state-words";
import { beginningOf } from "@/lib/storable-text";

/** Why somebody of a file may receive nothing, with the words of the product that the file is from. */
export interface ImportedState {
  reason: SuppressionReason;
  note: string;
}

/** How a column says it. */
type StateRule =
  /** By a word. */
  | { kind: "word" }
  /** By yes, or by no. */
  | { kind: "yes" | "no"; reason: SuppressionReason }
  /** By having a value, such as a time. */
  | { kind: "filled"; reason: SuppressionReason };

export interface UnknownState {
  column: string;
  value: string;
}

const WORD = /^(?:(?:email|subscriber|member|contact|subscription|user|list)s? )?(?:status|state)$/u;
const WORDS = new Set([
  ...["email availability", "availability", "subscription", "marketing contact status", "opt in status"],
  ...["email marketing status", "email marketing", "marketing status", "email subscription", "abo status"],
  ...["статус", "состояние", "статус подписки", "статус подписчика", "статус email", "статус контакта"],
  ...["статус адреса", "доступность", "доступность email", "anmeldestatus", "estado", "statut", "stato"],
]);
/** Of other ways to reach somebody. */
const NOT_EMAIL = /(?:^| )(?:sms|phone|mms|whatsapp|push|viber|call|letter|телефон\p{L}*|смс)(?: |$)/u;

const TIME = /(?: time| at| on| date| timestamp| campaign title| campaign id)$|^(?:date|time|дата) |^when /u;

/** Other things are called so too: that it is a yes or no tells. */
const ASKED =
  /^(?:(?:is )?(?:email )?(?:active|opted in|opt in)|(?:email |marketing |email marketing |newsletter |gdpr )?consent|newsletter(?: subscription| opt in)?|активен|активна|активный|подписка(?: на (?:рассылку|новости))?|подписан на (?:рассылку|новости)|соглас(?:ие|ен|на) на (?:(?:получение )?рассыл\p{L}+|обработку и рассылку))$/u;

/** In the order in which they are asked: "unsubscribed" holds "subscribed". */
const RULES: readonly [name: RegExp, rule: StateRule][] = [
  [
    /(?:^| )(?:spam report|spam complaint|complained|complaint|complaints|marked as spam|жалоба|жалобы)(?: |$)/u,
    yes("complained"),
  ],
  [/(?:^| )(?:hard bounce reason|bounce reason|clean reason|причина недоставки)(?: |$)/u, filled("bounced")],
  [
    /(?:^| )(?:unsub reason|unsubscribe reason|reason for unsubscribing|причина отписки)(?: |$)/u,
    filled("unsubscribed"),
  ],
  [
    /(?:^| )(?:hard bounced?|bounced|portal bounce|global bounce|cleaned|clean|undeliverable|unreachable|invalid emails?|недоставленн\p{L}*|недоступн\p{L}*|недействительн\p{L}*|несуществующ\p{L}*)(?: |$)/u,
    yes("bounced"),
  ],
  [
    /^unsubscribe$|(?:^| )(?:unsubscribed|unsub|unsubscription|portal unsubscribe|unsubscribe (?:date|time|at|timestamp)|opted out|opt out|optout|opt outs|do not (?:email|mail|contact)|has opted out of email|отпис(?:ан|ал|авш|к)\p{L}*|abgemeldete?n?|abbestellt)(?: |$)/u,
    yes("unsubscribed"),
  ],
  [
    /(?:^| )(?:black ?list(?:ed)?|block ?list(?:ed)?|blocked|banned|suppressed|quarantined|disabled|deactivated|deleted|archived|черный список|заблокирован\p{L}*|удален)(?: |$)/u,
    yes("manual"),
  ],
  [
    /^(?:is )?(?:subscribed|email subscribed|subscribed to emails?|accepts (?:email )?marketing|подписан)$/u,
    { kind: "no", reason: "unsubscribed" },
  ],
  [
    /^(?:is )?(?:enabled|email enabled|confirmed|email confirmed|double opt in|подтвержден|is (?:the )?(?:account|user) .*confirmed)$|^is the account of this subscriber confirmed$/u,
    { kind: "no", reason: "manual" },
  ],
  [ASKED, { kind: "no", reason: "manual" }],
];

function yes(reason: SuppressionReason): StateRule {
  return { kind: "yes", reason };
}

function filled(reason: SuppressionReason): StateRule {
  return { kind: "filled", reason };
}

/** How a column of this name says who may receive nothing; null where it says something else. */
export function stateRule(header: string): StateRule | null {
  const name = plainName(header);
  if (NOT_EMAIL.test(name)) return null;
  if (WORD.test(name) || WORDS.has(name)) return { kind: "word" };
  // How often, and by which lists of several.
  if (
    /(?:^| )(?:count|rate|ids?|lists|soft|number|total|url|link|token|key|hash)(?: |$)|^(?:last|first) /u.test(
      name,
    )
  )
    return null;
  const [, rule] = RULES.find(([known]) => known.test(name)) ?? [];
  if (rule?.kind === "yes" && TIME.test(name)) return { kind: "filled", reason: rule.reason };
  return rule ?? null;
}

/** Regions of a country have this name too, and a subscription is bought elsewhere: their cells tell. */
const AMBIGUOUS = new Set(["state", "subscription", "availability", "estado", "stato", "состояние"]);

/** Nobody says this of anything but emails. */
const CERTAIN =
  /(?:^| )(?:(?:un|non)?subscribed|unsub|(?:hard )?bounced?|complained|(?:spam )?complaint|spam report|opted out|(?:block|black) ?listed)$|^(?:отписан|подписан|отписал|пожаловал)/u;

/** Whether a column says who may receive nothing: by its name, or by its cells, whatever its name is. */
export function isStateColumn(header: string, cells: readonly string[]): boolean {
  const name = plainName(header);
  if (NOT_EMAIL.test(name)) return false;
  const words = cells.map(plainName).filter((word) => word !== "");
  if (words.some((word) => CERTAIN.test(word)) && words.every(isKnownWord)) return true;
  if (stateRule(header) === null) return false;
  if (ASKED.test(name)) return words.length > 0 && words.every((word) => isNo(word) || isKnownWord(word));
  return !AMBIGUOUS.has(name) || cells.some(isStateWord);
}

function isKnownWord(word: string): boolean {
  return isActiveWord(word) || isYes(word) || inactiveWord(word) !== null;
}

function isStateWord(cell: string): boolean {
  const word = plainName(cell);
  return word.length > 3 && (isActiveWord(word) || inactiveWord(word) !== null);
}

/**
 * What a file says of all in it: it is a list of those who may receive nothing.
 * @param titles what stands above the names
 */
export function listOfOptOuts(
  names: readonly string[],
  emailColumn: string,
  titles: readonly string[] = [],
): ImportedState | null {
  const plain = new Set(names.map(plainName));
  const has = (...all: string[]) => all.every((name) => plain.has(name));
  const is = (reason: SuppressionReason, note: string): ImportedState => ({ reason, note });
  if (has("clean time")) return is("bounced", "CLEAN_TIME");
  if (has("unsub time")) return is("unsubscribed", "UNSUB_TIME");
  if (has("portal unsubscribe") || has("global bounce")) return is("manual", "Opt-outs");
  // A longer title may speak of others too.
  const short = titles.filter((title) => plainName(title).split(" ").length <= 3);
  for (const said of [emailColumn, ...short]) {
    const rule = stateRule(said);
    if (rule?.kind === "yes" || rule?.kind === "filled")
      return is(rule.reason, beginningOf(said.trim(), LONGEST_NOTE));
  }
  return null;
}

/** What the columns of one row say together: the strongest of it, null where they say nothing, or what is not understood. */
export function readStates(
  columns: readonly { name: string; cell: string }[],
  ofFile: ImportedState | null,
): { state: ImportedState | null; unknown: UnknownState | null } {
  let state = ofFile;
  let unknown: UnknownState | null = null;
  for (const { name, cell } of columns) {
    const said = readState(name, cell);
    if (said === "unknown") unknown ??= { column: name.trim(), value: cell.trim() };
    else if (
      said !== null &&
      (state === null || state === ofFile || STRENGTH[said.reason] > STRENGTH[state.reason])
    )
      state = stronger(said, state);
  }
  return { state, unknown };
}

/** Of two that are as strong, the words of a column say more than the kind of the file. */
function stronger(said: ImportedState, state: ImportedState | null): ImportedState {
  return state !== null && STRENGTH[state.reason] > STRENGTH[said.reason] ? state : said;
}

/** As `suppressAddressOf` has it: what the person said wins. */
const STRENGTH: Record<SuppressionReason, number> = {
  complained: 4,
  unsubscribed: 3,
  bounced: 2,
  manual: 1,
};

const LONGEST_NOTE = 200;

type Said = ImportedState | "unknown" | null;

/** A column has few values, and a file many rows. */
const read = new Map<string, Said>();
const MOST_REMEMBERED = 1_000;

function readState(name: string, cell: string): Said {
  const key = `${name}\0${cell}`;
  const known = read.get(key);
  if (known !== undefined) return known;
  const said = stateOf(name, cell);
  if (read.size >= MOST_REMEMBERED) read.clear();
  read.set(key, said);
  return said;
}

function stateOf(name: string, cell: string): Said {
  const value = plainName(cell);
  if (value === "" || isNothing(cell)) return null;
  const rule = stateRule(name) ?? { kind: "word" };
  const note = beginningOf(
    [name, cell]
      .map((text) => text.trim())
      .filter(Boolean)
      .join(": ")
      .replace(/\s+/gu, " "),
    LONGEST_NOTE,
  );
  switch (rule.kind) {
    case "filled":
      return isNo(value) ? null : { reason: rule.reason, note };
    case "yes":
      if (isNo(value)) return null;
      return isYes(value) ? { reason: rule.reason, note } : byWord(value, note);
    case "no":
      if (isYes(value)) return null;
      return isNo(value) ? { reason: rule.reason, note } : byWord(value, note);
    case "word":
      return byWord(value, note);
  }
}

function byWord(value: string, note: string): Said {
  if (isActiveWord(value)) return null;
  const reason = inactiveWord(value);
  return reason === null ? "unknown" : { reason, note };
}

/** As databases and spreadsheets write that there is no value; a time of zeros is none. */
function isNothing(cell: string): boolean {
  return /^(?:null|nil|none|never|undefined|n\/a|#n\/a|\\n|-+|—|0000-00-00.*)$/iu.test(cell.trim());
}
