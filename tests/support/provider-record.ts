import { bareAddress } from "./provider-mail";

/** One mail that was really taken. `acceptedAt` is an instant of the provider's clock, in milliseconds. */
export interface ProviderMail {
  id: string;
  key: string | null;
  to: string[];
  subject: string;
  /** Only where the provider was started with `keepBodies`. */
  html?: string;
  text?: string;
  from: string;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
  acceptedAt: number;
}

/** One request that arrived. `size` is bytes of the body, `at` an instant of the provider's clock. */
export interface ProviderRequest {
  method: string;
  path: string;
  key: string | null;
  /** SHA-256 of the body's bytes, hexadecimal. */
  bodyHash: string;
  size: number;
  at: number;
  /** The status that went out, whole or cut; null where none did. */
  status: number | null;
  /** How many mails this very request made the provider take. */
  taken: number;
  /**
   * `accepted`, `replayed`, `nothing taken`, or a refusal (`422 validation_error`); under a fault with its kind
   * before it (`reset_after: accepted`). `open` until it is decided, `cut off by the client` where the body ends early.
   */
  outcome: string;
}

/** Mails that one request made the provider take. */
export interface AcceptedBatch {
  key: string | null;
  mails: ProviderMail[];
}

/** Mails by bare address; with a tag's name, by `address value`, counting only the mails that bear that tag. */
export function countReceived(mails: readonly ProviderMail[], tag?: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const mail of mails) {
    const value = mail.tags.find((candidate) => candidate.name === tag)?.value;
    if (tag !== undefined && value === undefined) continue;
    for (const to of mail.to) {
      const address = bareAddress(to) ?? to;
      const name = value === undefined ? address : `${address} ${value}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}
