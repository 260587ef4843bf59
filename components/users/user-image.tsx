interface UserImageProps {
  name: string;
  imageId: string | null;
  /** What a screen reader says; empty where the name stands beside it. */
  label: string;
  size?: "small" | "large";
}

const sizes = { small: "size-8 text-xs", large: "size-20 text-2xl" };

/** A user's image, or the first letters of their name. */
export function UserImage({ name, imageId, label, size = "large" }: UserImageProps) {
  const spoken = label === "" ? { "aria-hidden": true } : { role: "img", "aria-label": label };
  if (imageId === null) {
    return (
      <span
        {...spoken}
        className={`flex shrink-0 items-center justify-center rounded-full bg-default font-display font-semibold text-muted ${sizes[size]}`}
      >
        {initials(name)}
      </span>
    );
  }
  return (
    // Served in its one size and kept for good: there is nothing to optimize.
    <span
      {...spoken}
      className={`shrink-0 rounded-full bg-default bg-cover bg-center ${sizes[size]}`}
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
