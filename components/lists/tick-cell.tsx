import { TableCell } from "@/components/lists/table";

/** The box of a row in a Selection. The head of its column is `{ text: ..., hidden: true }`. */
export function TickCell({ id, label }: { id: string; label: string }) {
  return (
    <TableCell className="tick-cell">
      <input type="checkbox" name="tick" value={id} aria-label={label} />
    </TableCell>
  );
}
