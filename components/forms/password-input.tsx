"use client";

import { inputGroupVariants } from "@heroui/styles";
import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, type ComponentProps } from "react";

const looks = inputGroupVariants();

/** A password, shown to whoever types it as long as they wish. */
export function PasswordInput(props: Omit<ComponentProps<"input">, "type" | "className">) {
  const t = useTranslations("forms");
  const [shown, setShown] = useState(false);
  return (
    <div className={looks.base({ className: "h-11" })} data-invalid={props["aria-invalid"]}>
      <input
        {...props}
        type={shown ? "text" : "password"}
        data-slot="input-group-input"
        className={looks.input()}
      />
      <div data-slot="input-group-suffix" className={looks.suffix({ className: "pe-1" })}>
        <button
          type="button"
          aria-label={shown ? t("hide") : t("show")}
          aria-pressed={shown}
          className="flex size-9 items-center justify-center rounded-md text-muted hover:text-foreground"
          onClick={() => {
            setShown(!shown);
          }}
        >
          {shown ? (
            <EyeOff className="size-4" aria-hidden="true" />
          ) : (
            <Eye className="size-4" aria-hidden="true" />
          )}
        </button>
      </div>
    </div>
  );
}
