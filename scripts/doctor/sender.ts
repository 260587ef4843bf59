import { env } from "@/lib/env";
import { senderDomain } from "@/lib/env/sender-domain";
import { askDomainState } from "@/lib/health/looks";
import type { DomainState } from "@/lib/sending/resend";
import type { Finding } from "@/scripts/doctor/finding";

const REFUSED = "the provider refuses what is sent from it";

/** What owners read before their first mailing leaves, of the domain that mails come from. */
const says: Record<DomainState, (domain: string) => Omit<Finding, "what">> = {
  verified: (domain) => ({ state: "good", says: `${domain} is verified at the provider` }),
  pending: (domain) => ({
    state: "fault",
    says: `${domain} is not verified yet, and until it is, ${REFUSED}; set the DNS records that it shows under Domains`,
  }),
  failed: (domain) => ({
    state: "fault",
    says: `${domain} could not be verified, and ${REFUSED}; compare its DNS records with those under Domains`,
  }),
  not_found: (domain) => ({
    state: "fault",
    says: `the provider does not know ${domain}, and ${REFUSED}; add it there under Domains, or look at RESEND_FROM`,
  }),
  hidden: (domain) => ({
    state: "notice",
    says: `RESEND_API_KEY may send and nothing else, which is good, but it cannot tell whether ${domain} is verified; look at the provider under Domains`,
  }),
  key_refused: () => ({
    state: "fault",
    says: "the provider refuses the key, so nothing can be sent; look at RESEND_API_KEY",
  }),
  unknown: (domain) => ({
    state: "notice",
    says: `whether ${domain} is verified could not be asked; look at the provider under Domains`,
  }),
};

/** @param withinMs for the provider's answer */
export async function senderFinding(withinMs: number): Promise<Finding> {
  const domain = senderDomain(env().RESEND_FROM);
  return { what: "sender", ...says[await askDomainState(domain, withinMs)](domain) };
}
