import { withFallbacks } from "@/lib/messages/merge-fields";

/** Characters that inboxes show of a subject and, after or below it, of a preheader: about, as letters differ. */
const INBOXES = {
  /** iPhone: one line, and two lines below it. */
  phone: { subject: 41, preheader: 90, isShared: false },
  /** Gmail in a browser: one line for both. */
  desktop: { subject: 72, preheader: 110, isShared: true },
} as const;

export type Inbox = keyof typeof INBOXES;
export const inboxes = ["phone", "desktop"] as const;

export interface InboxLine {
  subject: string;
  preheader: string;
  /** Whether the subject is longer than what is shown. */
  isCut: boolean;
}

/** Subject and preheader as an inbox shows them, fallbacks in place of fields. Pure. */
export function inboxLine(inbox: Inbox, subject: string, preheader: string): InboxLine {
  const room = INBOXES[inbox];
  const [first, second] = [withFallbacks(subject).trim(), withFallbacks(preheader).trim()];
  const shown = cut(first, room.subject);
  const left = room.isShared ? room.preheader - lettersOf(shown).length : room.preheader;
  return { subject: shown, preheader: cut(second, left), isCut: shown !== first };
}

function cut(text: string, longest: number): string {
  const letters = lettersOf(text);
  if (letters.length <= longest) return text;
  const shown = letters.slice(0, Math.max(0, longest - 1)).join("");
  return `${shown.trimEnd()}…`;
}

/** Letters as people see them: no emoji is cut in two. */
function lettersOf(text: string): string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}
