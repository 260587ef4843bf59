import { Link } from "@/components/ui/link";

/** Mailings that use a message, as links. */
export function MailingsOf({ mailings }: { mailings: { id: string; name: string }[] }) {
  return (
    <ul>
      {mailings.map(({ id, name }) => (
        <li key={id}>
          <Link
            href={`/mailings/${id}`}
            className="underline decoration-border underline-offset-3 hover:decoration-current"
          >
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
