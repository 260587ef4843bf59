import { buttonVariants, type ButtonVariants } from "@heroui/styles";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";

interface ButtonLinkProps extends Pick<ButtonVariants, "variant" | "size"> {
  href: string;
  children: ReactNode;
  className?: string;
}

/** A link that looks like a button, and stays a link. */
export function ButtonLink({ href, variant, size, className, children }: ButtonLinkProps) {
  return (
    <Link href={href} className={buttonVariants({ variant, size, className })}>
      {children}
    </Link>
  );
}
