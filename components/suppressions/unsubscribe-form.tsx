"use client";

import { Button } from "@heroui/react/button";
import { useLocale } from "next-intl";
import { useActionState, useEffect, useRef, type ReactNode } from "react";
import { idle, type FormAction } from "@/lib/actions/state";

interface UnsubscribeFormProps {
  /** Whether the recipient had unsubscribed before the page was asked for. */
  already: boolean;
  unsubscribe: FormAction;
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
  const [state, send, isPending] = useActionState(unsubscribe, idle);
  const locale = useLocale();
  const refusal = state.status === "refused" ? state.code : null;
  if (state.status === "done") return <Spoken key="done">{done}</Spoken>;
  if (already) return done;
  if (refusal === "link_gone") return <Spoken key="invalid">{invalid}</Spoken>;
  return (
    <form action={send} className="flex flex-col items-start gap-6">
      <input type="hidden" name="locale" value={locale} />
      {asked}
      {refusal === "too_many" && tooMany}
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
