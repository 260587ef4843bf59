"use client";

import { useTranslations } from "next-intl";
import type { RefusalCode, RefusalValues } from "@/lib/actions/state";

/** Why nothing was done, in words. */
export function RefusalText({ code, values = {} }: { code: RefusalCode; values?: RefusalValues }) {
  const t = useTranslations("refusals");
  return t(code, values);
}
