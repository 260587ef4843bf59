import { inputVariants } from "@heroui/styles";

interface FilterSelectProps {
  label: string;
  name: string;
  /** As the address asks; "" for all. */
  value: string;
  choices: readonly { value: string; text: string }[];
}

/** One choice of many, for `selects` of ListPage: sent with the search. */
export function FilterSelect({ label, name, value, choices }: FilterSelectProps) {
  return (
    <select
      name={name}
      aria-label={label}
      defaultValue={value}
      className={inputVariants({ className: "h-10 max-w-full min-w-0 sm:max-w-60 md:h-9" })}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.text}
        </option>
      ))}
    </select>
  );
}
