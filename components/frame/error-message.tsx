"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";

interface ErrorMessageProps {
  error: Error & { digest?: string };
  retry: () => void;
}

/** One plain sentence and the number under which the server's log has the rest. */
export function ErrorMessage({ error, retry }: ErrorMessageProps) {
  const t = useTranslations("errors");
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col items-start px-4 py-20 sm:py-28">
      <h1 className="font-display text-3xl font-semibold tracking-tight">{t("title")}</h1>
      <p className="mt-3 text-muted">{t("sentence")}</p>
      <code className="mt-2 mb-8 rounded-md bg-default px-2 py-1 text-sm">{error.digest ?? "–"}</code>
      <Button variant="secondary" onPress={retry}>
        {t("retry")}
      </Button>
    </div>
  );
}
