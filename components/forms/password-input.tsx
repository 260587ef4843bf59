"use client";

import { InputGroup } from "@heroui/react/input-group";
import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, type Ref } from "react";

interface PasswordInputProps {
  ref: Ref<HTMLInputElement>;
  autoComplete: string;
}

/** A password, shown to whoever types it as long as they wish. */
export function PasswordInput({ ref, autoComplete }: PasswordInputProps) {
  const t = useTranslations("forms");
  const [shown, setShown] = useState(false);
  return (
    <InputGroup className="h-11">
      <InputGroup.Input ref={ref} type={shown ? "text" : "password"} autoComplete={autoComplete} />
      <InputGroup.Suffix className="pe-1">
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
      </InputGroup.Suffix>
    </InputGroup>
  );
}
