import { Suspense } from "react";
import { SenderReadiness } from "@/components/overview/sender-readiness";
import { senderDomainState, senderFacts, type SenderFacts } from "@/lib/mailings/sender-facts";
import type { Actor } from "@/lib/users/policy";

interface SenderNoticeProps {
  user: Actor;
  className?: string;
}

/** What is ready before a first mailing really leaves, and what is not; nothing once one has. No page waits for the provider. */
export async function SenderNotice({ user, className }: SenderNoticeProps) {
  const facts = await senderFacts(user);
  if (facts === null) return null;
  return (
    <div className={className}>
      <Suspense fallback={<SenderReadiness facts={facts} domain={null} />}>
        <Asked facts={facts} />
      </Suspense>
    </div>
  );
}

async function Asked({ facts }: { facts: SenderFacts }) {
  return <SenderReadiness facts={facts} domain={await senderDomainState()} />;
}
