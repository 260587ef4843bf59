import { Ellipsis } from "lucide-react";

/** Opens the menu of its row, within a RowMenu. */
export function RowMenuButton({ id, label }: { id: string; label: string }) {
  return (
    <button
      type="button"
      data-row-menu
      value={id}
      aria-label={label}
      aria-haspopup="menu"
      className="row-button"
    >
      <Ellipsis aria-hidden="true" />
    </button>
  );
}
