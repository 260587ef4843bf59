import { descriptionVariants, fieldErrorVariants, labelVariants } from "@heroui/styles";
import type { ReactNode } from "react";
import { FaultText } from "@/components/forms/fault-text";

/*
 * Fields are HTML's own with the component library's looks: of a form of twelve fields the server rendered the library's
 * own for longer than all else on its page.
 */
const looks = { label: labelVariants(), hint: descriptionVariants(), fault: fieldErrorVariants() };

interface FieldFrameProps {
  /** Of the input. */
  id: string;
  label: string;
  hint: ReactNode;
  isInvalid: boolean;
  fault: string | undefined;
  children: ReactNode;
}

/** Label above an input; below it what to know of it, or what is wrong with it. */
export function FieldFrame({ id, label, hint, isInvalid, fault, children }: FieldFrameProps) {
  return (
    <div className="textfield" data-invalid={isInvalid || undefined}>
      <label htmlFor={id} className={looks.label}>
        {label}
      </label>
      {children}
      {isInvalid ? (
        <span id={`${id}-fault`} data-visible className={looks.fault}>
          <FaultText code={fault} />
        </span>
      ) : (
        hint !== undefined && (
          <span id={`${id}-hint`} data-slot="description" className={looks.hint}>
            {hint}
          </span>
        )
      )}
    </div>
  );
}

/** What tells an input's state and what stands below it to CSS and to screen readers. */
export function stateOfInput(id: string, isInvalid: boolean, hint: ReactNode) {
  const below = isInvalid ? `${id}-fault` : hint === undefined ? undefined : `${id}-hint`;
  return {
    "aria-invalid": isInvalid || undefined,
    "aria-describedby": below,
    "data-invalid": isInvalid || undefined,
  };
}
