import { Link } from "@/components/ui/link";

/** Whose it is; above a row that is a link as a whole. */
export function OwnerLink({ owner }: { owner: { id: string; name: string } }) {
  return (
    <Link
      href={`/admin/users/${owner.id}`}
      className="relative z-10 inline-block min-h-6 py-0.5 underline decoration-border underline-offset-3 hover:decoration-current"
    >
      {owner.name}
    </Link>
  );
}
