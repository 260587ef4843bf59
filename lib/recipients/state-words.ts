import type { SuppressionReason } from "@/lib/recipients/schema";

const set = (text: string) => new Set(text.split(", "));

const YES = set("true, yes, y, 1, t, x, on, да, истина, ja, oui, si, sim, wahr");
const NO = set("false, no, n, 0, f, off, нет, ложь, nein, non, nao, falsch");

/** Who may receive mail: also those whose mailbox is full or away for the time being. */
const ACTIVE = set(
  "active, enabled, subscribed, confirmed, verified, available, reachable, ok, valid, live, new, free, paid, comped, " +
    "opted in, opt in, optin, subscriber, marketing contact, deliverable, true, yes, 1, current, normal, clicked, opened, " +
    "temp unreachable, temporarily unreachable, temporarily unavailable, mailbox full, spam folder, soft bounce, " +
    "soft bounced, активный, активен, активна, активно, подписан, подписана, подписчик, подтвержден, подтверждена, " +
    "подтвержденный, доступен, новый, действующий, временно недоступен, aktiv, angemeldet, abonniert, bestatigt, " +
    "actif, abonne, inscrit, activo, suscrito, attivo, iscritto, aktywny, активний",
);

/** The words of listmonk, Keila, Mailchimp, UniSender, SendPulse, Brevo, HubSpot, Ghost, Substack, phpList, Kit and others. */
const INACTIVE: readonly [reason: SuppressionReason, words: Set<string>][] = [
  [
    "complained",
    set(
      "complained, complaint, complaints, spam, spam complaint, spam report, marked as spam, reported, reported spam, " +
        "abuse, жалоба, жалоба на спам, пожаловался, пожаловалась, спам, spam reported",
    ),
  ],
  [
    "unsubscribed",
    set(
      "unsubscribed, unsubscribe, unsub, cancelled, canceled, opted out, opt out, optout, opted out of email, " +
        "отписан, отписана, отписался, отписалась, отписавшийся, отписка, отказался, отменен, abgemeldet, desabonne, " +
        "desinscrit, dado de baja, disiscritto, wypisany, відписаний, відписався, removed by user, user unsubscribed",
    ),
  ],
  [
    "bounced",
    set(
      "bounced, bounce, hard bounce, hard bounced, cleaned, unreachable, undeliverable, undelivered, invalid, " +
        "invalid email, not existing, does not exist, недоступен, недоступна, недействителен, " +
        "недействительный, невалидный, несуществующий, не существует, ошибка доставки, unzustellbar, rebotado",
    ),
  ],
  [
    "manual",
    set(
      "manual, blocked, blocklisted, blacklisted, block listed, black listed, disabled, banned, suppressed, deactivated, " +
        "deleted, removed, archived, inactive, unconfirmed, not confirmed, non confirmed, pending, pending confirmation, " +
        "invited, activation requested, non subscribed, not subscribed, nonsubscribed, never subscribed, transactional, " +
        "non marketing contact, do not contact, quarantined, spam rejected, unverified, " +
        "заблокирован, заблокирована, в черном списке, черный список, отключен, отключена, выключен, удален, удалена, " +
        "неактивен, неактивный, неактивна, не активен, не активный, не подтвержден, не подтверждена, неподтвержден, " +
        "неподтвержденный, ожидает подтверждения, приглашен, не подписан, gesperrt, inaktiv, unbestatigt, inactif, inactivo",
    ),
  ],
];

/** Of words as `plainName` gives them. */
export function isYes(value: string): boolean {
  return YES.has(value);
}

export function isNo(value: string): boolean {
  return NO.has(value);
}

export function isActiveWord(value: string): boolean {
  return ACTIVE.has(value);
}

/** Why a state of this name keeps somebody from mail; null for a word that is not known. */
export function inactiveWord(value: string): SuppressionReason | null {
  const [reason] = INACTIVE.find(([, words]) => words.has(value)) ?? [];
  return reason ?? null;
}
