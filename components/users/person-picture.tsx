interface PersonPictureProps {
  name: string;
  imageId: string | null;
  /** What a screen reader says; empty where the name stands beside it. */
  label: string;
}

/** A person's picture, or the first letters of their name. */
export function PersonPicture({ name, imageId, label }: PersonPictureProps) {
  if (imageId === null) {
    return (
      <span
        role="img"
        aria-label={label}
        className="flex size-20 items-center justify-center rounded-full bg-default font-display text-2xl font-semibold text-muted"
      >
        {initials(name)}
      </span>
    );
  }
  return (
    // Served in its one size and kept for good: there is nothing to optimize.
    <span
      role="img"
      aria-label={label}
      className="size-20 rounded-full bg-default bg-cover bg-center"
      style={{ backgroundImage: `url(/api/images/${imageId})` }}
    />
  );
}

function initials(name: string): string {
  const words = name.split(" ").filter((word) => word !== "");
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => Array.from(word ?? "")[0] ?? "",
  );
  return letters.join("").toUpperCase();
}
