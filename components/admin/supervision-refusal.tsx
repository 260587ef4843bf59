import { useTranslations } from "next-intl";

const codes = [
  "not_found",
  "forbidden",
  "signed_out",
  "reason_required",
  "already_blocked",
  "not_blocked",
  "account_closed",
  "unknown_role",
  "same_role",
  "last_admin",
  "no_heir",
  "not_held",
  "attempt_open",
  "already_stopped",
  "not_stopped",
  "archived",
] as const;

/** A refusal in words; a code that the catalogue lacks reads as a page that is too old. */
export function SupervisionRefusal({ code }: { code: string }) {
  const t = useTranslations("supervision.refusals");
  return t(codes.find((known) => known === code) ?? "invalid");
}
