import { Link } from "@/components/ui/link";

/** Whose it is; above a row that is a link as a whole. */
export function OwnerLink({ owner }: { owner: { id: string; name: string } }) {
  return (
    <Link href={`/admin/users/${owner.id}`} className="owner-link">
      {owner.name}
    </Link>
  );
}
