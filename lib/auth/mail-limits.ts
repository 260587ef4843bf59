import type { Caller } from "@/lib/auth/caller-address";
import { takeUse, type LimitAnswer } from "@/lib/security/rate-limits";

/**
 * Takes one use of the right to have a mail sent to an address. The narrow limits first, and
 * whoever one of them refuses uses up nothing of the account's: a stranger with one address cannot keep its owner, who
 * has another, from asking. In a browser where the account's owner has signed in nobody else's wishes count.
 */
export async function takeMailWish(email: string, { address, device }: Caller): Promise<LimitAnswer> {
  const known = device(email);
  if (known !== null) return takeUse("mailWishByDevice", `${email} ${known}`);
  if (address !== null) {
    const byAddress = await takeUse("mailWishByAddress", address);
    if (!byAddress.ok) return byAddress;
    const byBoth = await takeUse("mailWishByAccountAndAddress", `${email} ${address}`);
    if (!byBoth.ok) return byBoth;
  }
  return takeUse("mailWishByAccount", email);
}

/** Takes one use of the right to try a mailed link from a network address; free where none can be believed. */
export async function takeLinkTry({ address }: Caller): Promise<LimitAnswer> {
  return address === null ? { ok: true } : takeUse("mailedLinkByAddress", address);
}
