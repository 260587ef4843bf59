"use client";

import { X } from "lucide-react";
import { forgetLeftForm, useLeftForm } from "@/components/forms/left-form";
import { Link } from "@/components/ui/link";
import { usePathname } from "@/lib/i18n/navigation";

interface BackToFormProps {
  userId: string;
  /** Texts come as properties, so that pages need no messages for them. */
  text: string;
  back: string;
  dismiss: string;
}

/** The way back to a mailing that somebody left in the middle, to write its message or add recipients. */
export function BackToForm({ userId, text, back, dismiss }: BackToFormProps) {
  const left = useLeftForm(userId);
  const pathname = usePathname();
  if (left === null || left.path === pathname) return null;
  return (
    <div className="border-b border-separator bg-accent-soft text-accent-soft-foreground">
      <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-sm sm:px-6">
        <p className="min-w-0 flex-1">{text}</p>
        <Link
          href={left.path}
          className="flex min-h-9 items-center font-semibold underline underline-offset-4"
        >
          {back}
        </Link>
        <button
          type="button"
          aria-label={dismiss}
          title={dismiss}
          onClick={forgetLeftForm}
          className="-me-2 flex size-9 cursor-pointer items-center justify-center rounded-lg"
        >
          <X className="size-4" aria-hidden="true" />
        </button>
      </div>
    </div>
  );
}
