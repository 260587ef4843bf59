"use client";

import { buttonVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { useState } from "react";

/**
 * An email as mail programs show it. The sandbox allows nothing at all: no script, no form, no way out, links included,
 * and of what lies elsewhere the page's own policy, which holds inside too, lets in images at most.
 */
export function MessageFrame({ subject, html }: { subject: string; html: string }) {
  const t = useTranslations("messages.preview");
  const [isNarrow, setNarrow] = useState(false);
  return (
    <div>
      {/* On a phone both are as wide as the screen. */}
      <div className="mb-3 flex gap-1 max-sm:hidden" role="group" aria-label={t("view")}>
        {[false, true].map((narrow) => (
          <button
            key={String(narrow)}
            type="button"
            aria-pressed={isNarrow === narrow}
            onClick={() => setNarrow(narrow)}
            className={buttonVariants({ variant: isNarrow === narrow ? "secondary" : "ghost", size: "sm" })}
          >
            {t(narrow ? "narrow" : "wide")}
          </button>
        ))}
      </div>
      <div
        className={`mx-auto overflow-hidden rounded-xl border border-border bg-white shadow-surface ${isNarrow ? "max-w-[375px]" : ""}`}
      >
        <iframe
          sandbox=""
          srcDoc={withIdleLinks(html)}
          title={`${t("frame")}: ${subject}`}
          className="h-[38rem] w-full"
        />
      </div>
    </div>
  );
}

/** A link that wants a window of its own gets none in a sandbox; another would take the frame's place. */
function withIdleLinks(html: string): string {
  const idle = '<base target="_blank">';
  return html.includes("<head>") ? html.replace("<head>", `<head>${idle}`) : idle + html;
}
