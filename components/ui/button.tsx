import { buttonVariants, type ButtonVariants } from "@heroui/styles";
import type { ComponentProps } from "react";

interface ButtonProps
  extends ComponentProps<"button">, Pick<ButtonVariants, "variant" | "size" | "isIconOnly"> {
  /** What it began is not answered yet: it does nothing, and keeps the focus. */
  isPending?: boolean;
}

/**
 * HTML's own button with the component library's looks, for whatever opens no dialog and no menu: the library's own waits
 * for presses of every kind, which the server renders for eighty microseconds each.
 */
export function Button(props: ButtonProps) {
  const {
    variant,
    size,
    isIconOnly,
    isPending = false,
    type = "button",
    className,
    onClick,
    ...rest
  } = props;
  return (
    <button
      {...rest}
      type={isPending ? "button" : type}
      aria-disabled={isPending || undefined}
      data-pending={isPending || undefined}
      className={buttonVariants({ variant, size, isIconOnly, className })}
      onClick={isPending ? undefined : onClick}
    />
  );
}
