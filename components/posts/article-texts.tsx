"use client";

import { useTranslations } from "next-intl";

const faults = [
  "title_missing",
  "too_long",
  "invalid",
  "slug_invalid",
  "slug_taken",
  "slug_reserved",
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
  "time_missing",
  "picture_alt",
  "picture_gone",
  "signed_out",
  "unreachable",
] as const;

const pictureFaults = [
  "file_missing",
  "alt_missing",
  "too_large",
  "no_picture",
  "too_many",
  "forbidden",
  "signed_out",
  "failed",
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

/** Why a picture was not stored, in words. */
export function PictureFault({ code }: { code: string }) {
  const t = useTranslations("articles.pictureFaults");
  return t(pictureFaults.find((candidate) => candidate === code) ?? "failed");
}
