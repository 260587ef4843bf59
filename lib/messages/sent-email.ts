import { z } from "zod";
import { database } from "@/lib/db";
import { env } from "@/lib/env";
import { isErased } from "@/lib/sending/erased-address";
import { mailRenderer, type Snapshot } from "@/lib/sending/render";
import { readViewToken } from "@/lib/sending/view-token";

const mergeValues = z.record(z.string(), z.string());

type Row = Snapshot & { deliveryId: string; address: string; name: string; fields: unknown };

/**
 * The HTML of an email as it went out, by the link that stands in it: of what its attempt and its delivery have frozen,
 * through the code that sent it. Null for a token that this application did not sign, for an email that has not gone
 * out, and once its recipient is erased.
 */
export async function sentEmail(token: string): Promise<string | null> {
  const { APP_URL, POSTAL_ADDRESS, UNSUBSCRIBE_SECRET, UNSUBSCRIBE_SECRET_PREVIOUS: previous } = env();
  const secrets = previous === undefined ? [UNSUBSCRIBE_SECRET] : [UNSUBSCRIBE_SECRET, previous];
  const deliveryId = readViewToken(token, secrets);
  if (deliveryId === null) return null;
  const [row] = await database().$queryRaw<Row[]>`
    SELECT d.id AS "deliveryId", d.address, d.name, d.fields, a.subject, a.preheader, a.html, a.text,
      a.from_address AS "fromAddress", a.reply_to AS "replyTo", a.sender_name AS "senderName", a.language
    FROM deliveries d JOIN attempts a ON a.id = d.attempt_id
    WHERE d.id = ${deliveryId}::uuid AND d.status IN ('accepted', 'uncertain') AND NOT ${isErased}`;
  if (row === undefined) return null;
  const frame = {
    appUrl: APP_URL,
    postalAddress: POSTAL_ADDRESS ?? "",
    unsubscribeSecret: UNSUBSCRIBE_SECRET,
  };
  return mailRenderer(row, frame)({ ...row, fields: mergeValues.parse(row.fields) }).html ?? null;
}
