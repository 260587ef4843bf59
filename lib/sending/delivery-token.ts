import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from "node:crypto";

const MAC_BYTES = 16;
const TOKEN = /^([A-Za-z0-9_-]{22})([A-Za-z0-9_-]{22})$/;

/** What a token is for. One that is signed for one thing is worth nothing for another. */
type Label = "unsubscribe" | "view";

/**
 * The token of a link in an email: the delivery's id and its HMAC-SHA-256, cut to 128 bits, 44 letters in all. It never
 * expires, for mail is read late, and holds no clock, so that the same mail rendered twice has the same bytes.
 */
export function deliveryToken(label: Label, deliveryId: string, secret: string): string {
  const id = Buffer.from(deliveryId.replaceAll("-", ""), "hex");
  return id.toString("base64url") + mac(label, id, secret).toString("base64url");
}

/**
 * The delivery's id, or null for a token that none of the secrets signed for this.
 *
 * @param secrets the present one and, after a change of secrets, the one before it
 */
export function readDeliveryToken(label: Label, token: string, secrets: readonly string[]): string | null {
  const match = TOKEN.exec(token);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const id = Buffer.from(match[1], "base64url");
  const given = Buffer.from(match[2], "base64url");
  // 22 letters hold four bits more than 16 bytes: only the one way of writing them that was given out is a token.
  if (id.toString("base64url") !== match[1] || given.toString("base64url") !== match[2]) return null;
  const known = secrets.some((secret) => timingSafeEqual(mac(label, id, secret), given));
  return known ? id.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") : null;
}

function mac(label: Label, id: Buffer, secret: string): Buffer {
  return createHmac("sha256", keyOf(secret)).update(`${label}\0`).update(id).digest().subarray(0, MAC_BYTES);
}

const keys = new Map<string, KeyObject>();

/** Kept: making the key takes as long as signing, and a million mails are signed with one. */
function keyOf(secret: string): KeyObject {
  const known = keys.get(secret) ?? createSecretKey(secret, "utf8");
  keys.set(secret, known);
  return known;
}
