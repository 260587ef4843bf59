export const accountStates = ["active", "unconfirmed", "blocked", "closed"] as const;

export type AccountState = (typeof accountStates)[number];

export interface AccountFacts {
  emailVerifiedAt: Date | null;
  blockedAt: Date | null;
  closedAt: Date | null;
}

/** What keeps a person from signing in, the most final of it; active: nothing does. */
export function accountState(facts: AccountFacts): AccountState {
  if (facts.closedAt !== null) return "closed";
  if (facts.blockedAt !== null) return "blocked";
  return facts.emailVerifiedAt === null ? "unconfirmed" : "active";
}
