"use client";

import { buttonVariants } from "@heroui/styles";
import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";

const choices = ["system", "light", "dark"] as const;
type Choice = (typeof choices)[number];

const icons = { system: Monitor, light: Sun, dark: Moon };
const YEAR_S = 365 * 24 * 60 * 60;

/** Goes round system, light, dark. The choice is kept in a cookie that public/theme.js reads before the first paint. */
export function ThemeSwitch() {
  const t = useTranslations("theme");
  const choice = useSyncExternalStore(subscribe, readChoice, () => "system" as const);
  const next = choices[(choices.indexOf(choice) + 1) % choices.length] ?? "system";
  const Icon = icons[choice];
  return (
    <button
      type="button"
      className={buttonVariants({ variant: "ghost", isIconOnly: true })}
      aria-label={t("label", { choice: t(choice), next: t(next) })}
      title={t(choice)}
      onClick={() => {
        choose(next);
      }}
    >
      <Icon aria-hidden="true" />
    </button>
  );
}

function subscribe(changed: () => void): () => void {
  window.addEventListener("themechange", changed);
  return () => {
    window.removeEventListener("themechange", changed);
  };
}

function readChoice(): Choice {
  const match = /(?:^|; )theme=(light|dark)(?:;|$)/.exec(document.cookie);
  return match?.[1] === "light" ? "light" : match?.[1] === "dark" ? "dark" : "system";
}

function choose(choice: Choice): void {
  document.cookie = `theme=${choice}; path=/; max-age=${YEAR_S}; samesite=lax`;
  window.dispatchEvent(new Event("themechange"));
}
