"use client";

import { Button } from "@heroui/react/button";
import { useActionState, useEffect, useRef, type ReactNode } from "react";
import type { UnsubscribeState } from "@/lib/suppressions/unsubscribe-state";

interface UnsubscribeFormProps {
  /** Whether the recipient had unsubscribed before the page was asked for. */
  already: boolean;
  unsubscribe: (before: UnsubscribeState) => Promise<UnsubscribeState>;
  /** What stands there for each answer, made on the server. */
  asked: ReactNode;
  done: ReactNode;
  tooMany: ReactNode;
  invalid: ReactNode;
  submit: string;
}

/**
 * One button. A plain form, so that it works where a mail program's browser runs no script. It stays in its
 * place when the page is rendered anew after the click, and with it the answer that has the focus.
 */
export function UnsubscribeForm({
  already,
  unsubscribe,
  asked,
  done,
  tooMany,
  invalid,
  submit,
}: UnsubscribeFormProps) {
  const before: UnsubscribeState = { code: already ? "already" : "asked" };
  const [state, send, isPending] = useActionState(unsubscribe, before);
  if (state.code === "already") return done;
  if (state.code === "done") return <Spoken key="done">{done}</Spoken>;
  if (state.code === "invalid_token") return <Spoken key="invalid">{invalid}</Spoken>;
  return (
    <form action={send} className="flex flex-col items-start gap-6">
      {asked}
      {state.code === "too_many" && tooMany}
      <Button type="submit" size="lg" isPending={isPending}>
        {submit}
      </Button>
    </form>
  );
}

/** The button is gone, and the focus with it: it moves to the heading, which a screen reader then reads. */
function Spoken({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.querySelector("h1")?.focus();
  }, []);
  return <div ref={place}>{children}</div>;
}
