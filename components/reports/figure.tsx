import { useFormatter } from "next-intl";
import { Link } from "@/components/ui/link";

interface FigureProps {
  count: number;
  /** The rows that it counts. */
  href: string;
  /** What it counts, for who hears the number alone. */
  label: string;
}

/** A number that leads to the rows it counts; nothing to see leads nowhere. */
export function Figure({ count, href, label }: FigureProps) {
  const format = useFormatter();
  const text = format.number(count);
  if (count === 0) return <span className="text-muted">{text}</span>;
  return (
    <Link href={href} aria-label={`${label}: ${text}`} className="figure-link">
      {text}
    </Link>
  );
}
