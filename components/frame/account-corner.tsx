"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { ButtonLink } from "@/components/ui/button-link";

/** Asks who is signed in, since the page around it is the same for everybody. Until it knows: the way to sign in. */
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
  return (
    <span className="ms-2">
      <ButtonLink
        href={name === null ? "/login" : "/mailings"}
        variant={name === null ? "primary" : "secondary"}
      >
        {name === null ? t("signIn") : t("workspace")}
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
