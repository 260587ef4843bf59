import { setTimeout } from "node:timers/promises";
import type { Queryable } from "@/lib/db";
import { env } from "@/lib/env";
import { senderDomain } from "@/lib/env/sender-domain";
import { senderDomainState } from "@/lib/mailings/sender-facts";
import { knownFields } from "@/lib/messages/known-fields";
import type { PreflightFacts } from "@/lib/messages/preflight";
import { fieldsWithoutFallback, usedTemplates } from "@/lib/messages/preflight-fields";
import type { MessageFormat } from "@/lib/messages/schema";
import { unsupportedIn } from "@/lib/messages/unsupported";
import type { DomainState } from "@/lib/sending/resend";

/** Newest recipients who are asked for their values: of a million they are as good as all. */
const ASKED = 1_000;
/** A preview follows every pause in typing. */
const DOMAIN_WITHIN_MS = 300;

interface Content {
  subject: string;
  preheader: string;
  html: string;
  text: string;
  format: MessageFormat;
}

/** What a preflight has to know beside the message. */
export async function preflightFacts(
  db: Queryable,
  ownerId: string,
  content: Content,
): Promise<PreflightFacts> {
  const used = usedTemplates(content).flatMap(({ source }) => fieldsWithoutFallback(source));
  const bare = [...new Set(used.filter(({ isBare }) => isBare).map(({ name }) => name))];
  const { embedded, POSTAL_ADDRESS, RESEND_FROM } = env();
  const [known, { lacking, asked }, unsupported, state] = await Promise.all([
    knownFields(db, ownerId),
    lackingValues(db, ownerId, bare),
    // What the other formats make is known to be supported: tests/unit/messages/preflight.test.ts.
    content.format === "html" ? unsupportedIn(content.html) : [],
    embedded.mailbox ? ("verified" as const) : domainStateSoon(),
  ]);
  return {
    ...{ known, lacking, asked, unsupported },
    postalAddress: embedded.mailbox || (POSTAL_ADDRESS ?? "") !== "",
    sender: { domain: senderDomain(RESEND_FROM), state },
  };
}

/** How the provider says the sender's domain is, if it is known by now: the next preview has what this one did not wait for. */
async function domainStateSoon(): Promise<DomainState> {
  const late = setTimeout(DOMAIN_WITHIN_MS, "unknown" as const, { ref: false });
  return Promise.race([senderDomainState(), late]);
}

/** How many of the newest recipients have no value of each field. */
async function lackingValues(db: Queryable, ownerId: string, names: readonly string[]) {
  if (names.length === 0) return { lacking: {}, asked: 0 };
  const rows = await db.$queryRaw<{ name: string; missing: number; asked: number }[]>`
    SELECT field.name, count(*)::int AS asked, count(*) FILTER (WHERE btrim(coalesce(
      CASE field.name WHEN 'name' THEN recipient.name WHEN 'email' THEN recipient.email
        ELSE recipient.fields ->> field.name END, '')) = '')::int AS missing
    FROM (SELECT name, email, fields FROM recipients WHERE owner_id = ${ownerId}::uuid ORDER BY id DESC LIMIT ${ASKED})
      AS recipient, unnest(${[...names]}::text[]) AS field (name)
    GROUP BY field.name`;
  return {
    lacking: Object.fromEntries(rows.map(({ name, missing }) => [name, missing])),
    asked: rows[0]?.asked ?? 0,
  };
}
