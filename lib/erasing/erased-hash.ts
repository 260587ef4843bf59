import { createHmac, createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { env } from "@/lib/env";

const LABEL = "posthorn erased addresses";
const KEY_BYTES = 32;

/**
 * The keyed hashes of an address: of the present UNSUBSCRIBE_SECRET, under which an erasing is stored, then of the one
 * before it. Without the key nobody can try addresses against them.
 */
export function erasedHashes(email: string): [string, ...string[]] {
  const { UNSUBSCRIBE_SECRET, UNSUBSCRIBE_SECRET_PREVIOUS: previous } = env();
  const present = hashOf(email, UNSUBSCRIBE_SECRET);
  return previous === undefined ? [present] : [present, hashOf(email, previous)];
}

function hashOf(email: string, secret: string): string {
  return createHmac("sha256", keyOf(secret)).update(email).digest("base64url");
}

const keys = new Map<string, KeyObject>();

/** A key of its own, so that no unsubscribe link says anything of it. */
function keyOf(secret: string): KeyObject {
  const known =
    keys.get(secret) ?? createSecretKey(Buffer.from(hkdfSync("sha256", secret, "", LABEL, KEY_BYTES)));
  keys.set(secret, known);
  return known;
}
