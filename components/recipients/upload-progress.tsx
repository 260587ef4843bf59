"use client";

import { Button } from "@heroui/react/button";
import { ProgressBar } from "@heroui/react/progress-bar";
import { useTranslations } from "next-intl";

interface UploadProgressProps {
  /** Bytes that have arrived, of so many. */
  arrived: number;
  size: number;
  /** Null once all have, and the import begins. */
  stop: (() => void) | null;
}

const MEGABYTE = 1_000_000;

/** A file on its way. */
export function UploadProgress({ arrived, size, stop }: UploadProgressProps) {
  const t = useTranslations("upload");
  const percent = size === 0 ? 100 : Math.floor((arrived / size) * 100);
  const figures = t("uploaded", { arrived: arrived / MEGABYTE, size: size / MEGABYTE });
  return (
    <div className="flex max-w-2xl flex-col gap-4">
      <p className="font-medium">{t("uploading")}</p>
      <ProgressBar aria-label={t("uploading")} value={percent} valueLabel={figures} size="md" color="accent">
        <ProgressBar.Track>
          <ProgressBar.Fill />
        </ProgressBar.Track>
      </ProgressBar>
      <p className="text-sm text-muted tabular-nums">{figures}</p>
      <p role="status" className="text-sm text-muted">
        {t("keepOpen")}
      </p>
      {stop !== null && (
        <Button variant="secondary" className="self-start" onPress={stop}>
          {t("stop")}
        </Button>
      )}
    </div>
  );
}
