"use client";

import { useTranslations } from "next-intl";
import type { FaultCode } from "@/lib/actions/state";

/** What is wrong with a field, in words. A code that the catalogue lacks, as of a schema's own, is said in general. */
export function FaultText({ code }: { code: string | undefined }) {
  const t = useTranslations("faults");
  if (code === undefined) return null;
  const [name, number] = code.split(":");
  if (name === "longer_than") return t(name, { count: Number(number) });
  // A schema's messages are plain text to TypeScript.
  const key = code as Exclude<FaultCode, "longer_than">;
  return t(t.has(key) ? key : "invalid");
}
