import { chipVariants, type ChipVariants } from "@heroui/styles";
import type { ReactNode } from "react";

export type Tone = "neutral" | "busy" | "good" | "careful" | "bad";

const looks = {
  neutral: lookOf("default", "secondary"),
  busy: lookOf("accent"),
  good: lookOf("success"),
  careful: lookOf("warning"),
  bad: lookOf("danger"),
} satisfies Record<Tone, unknown>;

/** Made once: a list has up to a hundred chips. */
function lookOf(color: ChipVariants["color"], variant: ChipVariants["variant"] = "soft") {
  const slots = chipVariants({ color, variant });
  return { chip: slots.base({ className: "whitespace-nowrap" }), label: slots.label() };
}

/** A state in one or two words; the words carry the meaning, the colour only repeats it. */
export function StatusChip({ tone, children }: { tone: Tone; children: ReactNode }) {
  const { chip, label } = looks[tone];
  return (
    <span className={chip}>
      <span className={label}>{children}</span>
    </span>
  );
}
