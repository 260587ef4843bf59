"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ButtonLink } from "@/components/ui/button-link";

/** Asks who is signed in, since the page around it is the same for everybody. Until it knows: the ways to get in. */
export function AccountCorner() {
  const t = useTranslations("account");
  const [name, setName] = useState<string | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    readName(gone.signal).then(setName, (error: unknown) => {
      if (!gone.signal.aborted) console.warn("Who is signed in could not be read.", error);
    });
    return () => {
      gone.abort();
    };
  }, []);
  if (name !== null) {
    return (
      <ButtonLink href="/overview" variant="secondary" className="ms-2">
        {t("workspace")}
      </ButtonLink>
    );
  }
  return (
    <span className="ms-2 flex gap-2">
      <ButtonLink href="/login" variant="primary">
        {t("signIn")}
      </ButtonLink>
      {/* On a phone the sign-in page offers it: both do not fit beside the switches in Russian. */}
      <ButtonLink href="/register" variant="secondary" className="max-sm:hidden">
        {t("register")}
      </ButtonLink>
    </span>
  );
}

async function readName(signal: AbortSignal): Promise<string | null> {
  const response = await fetch("/api/session", { signal });
  if (!response.ok) throw new Error(`The session's route answered ${response.status}.`);
  const body: unknown = await response.json();
  if (typeof body !== "object" || body === null || !("name" in body)) return null;
  return typeof body.name === "string" ? body.name : null;
}
