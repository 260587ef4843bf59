"use client";

import { useTranslations } from "next-intl";

const codes = [
  "email_missing",
  "email_invalid",
  "password_missing",
  "password_short",
  "password_long",
  "password_same",
  "password_wrong",
  "name_missing",
  "name_long",
  "name_invalid",
  "sure_missing",
  "phone_invalid",
  "country_unknown",
  "zone_unknown",
] as const;

/** What is wrong with a field, in words; nothing for a code that the catalogue lacks. */
export function FaultText({ code }: { code: string | undefined }) {
  const t = useTranslations("accounts.faults");
  const known = codes.find((candidate) => candidate === code);
  return known === undefined ? null : t(known);
}
