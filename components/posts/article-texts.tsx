"use client";

import { useTranslations } from "next-intl";

const faults = [
  "title_missing",
  "too_long",
  "invalid",
  "slug_invalid",
  "slug_taken",
  "source_long",
  "alt_missing",
] as const;

const refusals = [
  "forbidden",
  "not_found",
  "slug_taken",
  "no_cover",
  "changed_meanwhile",
  "empty",
  "already_published",
  "not_published",
  "time_past",
] as const;

/** What is wrong with a field, in words; nothing for a code that the catalogue lacks. */
export function ArticleFault({ code }: { code: string | undefined }) {
  const t = useTranslations("articles.faults");
  const known = faults.find((candidate) => candidate === code);
  return known === undefined ? null : t(known);
}

/** Why nothing was done, in words. */
export function ArticleRefusal({ code }: { code: string }) {
  const t = useTranslations("articles.refusals");
  return t(refusals.find((candidate) => candidate === code) ?? "invalid");
}
