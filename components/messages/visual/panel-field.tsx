"use client";

import { inputVariants } from "@heroui/styles";

interface PanelFieldProps {
  label: string;
  value: string;
  type?: "text" | "number" | "color" | "url";
  placeholder?: string;
  change: (value: string) => void;
}

/** One line of a panel of the editor. It belongs to no form: what is typed is in the document at once. */
export function PanelField({ label, value, type = "text", placeholder, change }: PanelFieldProps) {
  return (
    <label className="flex min-w-0 flex-1 basis-40 flex-col gap-1 text-xs font-medium">
      {label}
      <input
        type={type === "url" ? "text" : type}
        inputMode={type === "url" ? "url" : undefined}
        value={value}
        placeholder={placeholder}
        autoComplete="off"
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.preventDefault();
        }}
        className={inputVariants({ className: type === "color" ? "h-9 w-16 p-1" : "h-9 text-sm" })}
      />
    </label>
  );
}
