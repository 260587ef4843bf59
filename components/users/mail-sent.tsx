"use client";

import { MailOpen } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { InboxLink } from "@/components/users/inbox-link";

interface MailSentProps {
  title: string;
  /** The embedded mailbox's page; null where mails really go out. */
  inbox: string | null;
  children: ReactNode;
}

/** What stands in a form's place once its mail is on the way. It takes the focus, so that it is read out. */
export function MailSent({ title, inbox, children }: MailSentProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <div className="flex flex-col gap-4">
      <MailOpen className="size-8 text-brass" aria-hidden="true" />
      <h1
        ref={heading}
        tabIndex={-1}
        className="font-display text-3xl font-semibold tracking-tight outline-none"
      >
        {title}
      </h1>
      <div className="flex flex-col gap-4 text-muted [overflow-wrap:anywhere]">{children}</div>
      {inbox !== null && (
        <p className="text-muted">
          <InboxLink inbox={inbox} />
        </p>
      )}
    </div>
  );
}
