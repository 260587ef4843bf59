import { ButtonLink } from "@/components/ui/button-link";

interface PagesLinksProps {
  label: string;
  first: { href: string; text: string } | null;
  next: { href: string; text: string } | null;
}

/** Onward, and back to the start: lists go on after their last row, so there are no page numbers. */
export function PagesLinks({ label, first, next }: PagesLinksProps) {
  if (first === null && next === null) return null;
  return (
    <nav aria-label={label} className="mt-5 flex flex-wrap gap-2">
      {first && (
        <ButtonLink href={first.href} variant="outline">
          {first.text}
        </ButtonLink>
      )}
      {next && (
        <ButtonLink href={next.href} variant="outline">
          {next.text}
        </ButtonLink>
      )}
    </nav>
  );
}
