"use client";

import { Toast, toast } from "@heroui/react/toast";
import { CircleCheck } from "lucide-react";
import { useEffect, useRef } from "react";

const SHOWN_MS = 6_000;

/** Says in passing that something is done: for outcomes that do not show where the person looks. */
export function announce(text: string): void {
  toast.success(text, { timeout: SHOWN_MS });
}

/**
 * Announces each action that has ended without a refusal, and says nothing before the first.
 * @param text what is done then; null where it was refused
 */
export function useAnnouncedOutcome(isPending: boolean, text: string | null): void {
  const wasPending = useRef(false);
  useEffect(() => {
    if (wasPending.current && !isPending && text !== null) announce(text);
    wasPending.current = isPending;
  }, [isPending, text]);
}

interface ToastsProps {
  /** Of the region, for screen readers: each toast is an alert in it. */
  label: string;
  closeLabel: string;
}

/** Where announcements appear: once in a layout. */
export function Toasts({ label, closeLabel }: ToastsProps) {
  return (
    <Toast.Provider aria-label={label} placement="bottom" width={380}>
      {({ toast: shown }) => (
        <Toast toast={shown} placement="bottom" variant="success">
          <Toast.Indicator variant="success">
            <CircleCheck aria-hidden="true" />
          </Toast.Indicator>
          <Toast.Content>
            <Toast.Title>{shown.content.title}</Toast.Title>
          </Toast.Content>
          <Toast.CloseButton aria-label={closeLabel} />
        </Toast>
      )}
    </Toast.Provider>
  );
}
