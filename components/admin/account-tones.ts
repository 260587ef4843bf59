import type { Tone } from "@/components/ui/status-chip";
import type { AccountState } from "@/lib/users/account-state";

export const accountTones: Record<AccountState, Tone> = {
  active: "good",
  unconfirmed: "careful",
  blocked: "bad",
  closed: "neutral",
};
