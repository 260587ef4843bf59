import { BOUNCE_LIMIT, COMPLAINT_LIMIT } from "@/lib/sending/protection-limits";

/** Why the sender is protected: a code, and for bounces and complaints how many of how many accepted emails. */
export interface Protection {
  code: string;
  events: number | null;
  accepted: number | null;
  /** The share that the provider allows. */
  limit: number;
}

/** What a held mailing's columns say. */
export function protectionOf(stored: {
  protectedCode: string | null;
  protectedEvents: number | null;
  protectedAccepted: number | null;
}): Protection {
  const { protectedCode: code, protectedEvents: events, protectedAccepted: accepted } = stored;
  const { share: limit } = code === "complaints" ? COMPLAINT_LIMIT : BOUNCE_LIMIT;
  return { code: code ?? "", events, accepted, limit };
}
