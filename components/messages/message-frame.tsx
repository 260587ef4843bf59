"use client";

import { buttonVariants } from "@heroui/styles";
import { Moon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";

/**
 * An email as mail programs show it. The sandbox allows nothing at all: no script, no form, no way out, links included,
 * and of what lies elsewhere the page's own policy, which holds inside too, lets in images at most.
 */
export function MessageFrame({ subject, html }: { subject: string; html: string }) {
  const t = useTranslations("messages.preview");
  const [isNarrow, setNarrow] = useState(false);
  const [isDark, setDark] = useState(false);
  return (
    <div>
      <div className="mb-3 flex gap-1" role="group" aria-label={t("view")}>
        {[false, true].map((narrow) => (
          <button
            key={String(narrow)}
            type="button"
            aria-pressed={isNarrow === narrow}
            onClick={() => setNarrow(narrow)}
            className={buttonVariants({
              variant: isNarrow === narrow ? "secondary" : "ghost",
              size: "sm",
              // On a phone both are as wide as the screen.
              className: "max-sm:hidden",
            })}
          >
            {t(narrow ? "narrow" : "wide")}
          </button>
        ))}
        <button
          type="button"
          aria-pressed={isDark}
          title={t("darkHint")}
          onClick={() => setDark(!isDark)}
          className={buttonVariants({
            variant: isDark ? "secondary" : "ghost",
            size: "sm",
            className: "sm:ms-auto",
          })}
        >
          <Moon aria-hidden="true" className="size-4" />
          {t("dark")}
        </button>
      </div>
      <div
        className={`mx-auto overflow-hidden rounded-xl border border-border bg-white shadow-surface ${isNarrow ? "max-w-[375px]" : ""}`}
      >
        <iframe
          sandbox=""
          srcDoc={withIdleLinks(isDark ? darkened(html) : html)}
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

/** As programs darken an email that knows no dark mode: colours are turned round, images stay. */
function darkened(html: string): string {
  const turned = "filter:invert(0.93) hue-rotate(180deg)";
  const style = `<style>html{background:#ffffff;${turned}}img{${turned}}</style>`;
  return html.includes("<head>") ? html.replace("<head>", `<head>${style}`) : style + html;
}
