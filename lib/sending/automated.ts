import { Prisma } from "@prisma/client";

/** Seconds after the provider accepted an email in which no person has opened it yet, or followed a link. */
const TOO_SOON = 10;
/** Seconds by which the provider's clock may be behind. */
const CLOCKS_DIFFER = 2;

/**
 * Filters of mail, previews and programs say so themselves: Barracuda, Proofpoint, Mimecast, Cisco and Trend Micro by name,
 * others by what they are made with. Resend tells the user agent of clicks alone
 * (https://resend.com/docs/webhooks/emails/clicked).
 */
const PROGRAMS =
  /bot\b|crawl|spider|scanner|preview|headless|barracuda|proofpoint|mimecast|ciscosecure|ironport|\btmes\b|safelinks|^msoffice|googleimageproxy|curl\/|wget\/|python|go-http-client|okhttp|^java\/|^node|axios|libwww/i;

/** Whether a click came from what calls itself a program. What says nothing of itself may be a person. */
export function isProgram(userAgent: string | null | undefined): boolean {
  return userAgent !== null && userAgent !== undefined && PROGRAMS.test(userAgent);
}

/**
 * Whether an opening or click of a delivery `d` at an instant looks like a program's: by what it calls itself, or because it
 * came sooner than a person can. Filters follow links before they deliver an email, most within five seconds.
 */
export function looksAutomated(at: Date, byProgram: boolean): Prisma.Sql {
  return Prisma.sql`(${byProgram}::boolean OR coalesce(${at}::timestamptz BETWEEN
    d.settled_at - ${CLOCKS_DIFFER} * interval '1 second' AND d.settled_at + ${TOO_SOON} * interval '1 second', FALSE))`;
}
