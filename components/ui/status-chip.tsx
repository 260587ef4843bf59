import { chipVariants, type ChipVariants } from "@heroui/styles";
import type { ReactNode } from "react";

export type Tone = "neutral" | "busy" | "good" | "careful" | "bad";

const colors: Record<Tone, ChipVariants["color"]> = {
  neutral: "default",
  busy: "accent",
  good: "success",
  careful: "warning",
  bad: "danger",
};

/** A state in one or two words; the words carry the meaning, the colour only repeats it. */
export function StatusChip({ tone, children }: { tone: Tone; children: ReactNode }) {
  const slots = chipVariants({ color: colors[tone], variant: tone === "neutral" ? "secondary" : "soft" });
  return (
    <span className={slots.base({ className: "whitespace-nowrap" })}>
      <span className={slots.label()}>{children}</span>
    </span>
  );
}
