"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";

interface ErrorMessageProps {
  error: Error & { digest?: string };
  retry: () => void;
}

/** One plain sentence and the number under which the server's log has the rest; what fails in the browser has none. */
export function ErrorMessage({ error, retry }: ErrorMessageProps) {
  const t = useTranslations("errors");
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col items-start px-4 py-20 sm:py-28">
      <h1 className="font-display text-3xl font-semibold tracking-tight">{t("title")}</h1>
      <p className="mt-3 text-muted">
        {error.digest === undefined ? t("sentence") : t("sentenceWithNumber")}
      </p>
      {error.digest !== undefined && (
        <code className="mt-2 rounded-md bg-default px-2 py-1 text-sm">{error.digest}</code>
      )}
      <Button variant="secondary" onPress={retry} className="mt-8">
        {t("retry")}
      </Button>
    </div>
  );
}
