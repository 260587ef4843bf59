import { useTranslations } from "next-intl";

const codes = [
  "not_found",
  "forbidden",
  "signed_out",
  "attempt_open",
  "held",
  "archived",
  "no_audience",
  "already_paused",
  "not_paused",
  "already_finished",
  "already_stopped",
  "not_stopped",
  "reason_required",
] as const;

/** A command's refusal in words; a code that the catalogue lacks reads as an incomplete form. */
export function RefusalText({ code }: { code: string }) {
  const t = useTranslations("refusals");
  return t(codes.find((known) => known === code) ?? "invalid");
}
