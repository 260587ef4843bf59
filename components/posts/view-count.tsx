"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

/**
 * Says that the article is looked at, and shows how often it was. The page around it is kept for everybody and knows
 * nothing of it; while nobody answers, nothing stands here.
 */
export function ViewCount({ slug }: { slug: string }) {
  const t = useTranslations("views");
  const [views, setViews] = useState<number | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    reportView(slug, gone.signal).then(setViews, (error: unknown) => {
      if (!gone.signal.aborted) console.warn("The view could not be counted.", error);
    });
    return () => {
      gone.abort();
    };
  }, [slug]);
  // Of an article that nobody but bots has read yet there is nothing to say.
  return views === null || views === 0 ? null : (
    <span className="whitespace-nowrap">{t("count", { count: views })}</span>
  );
}

async function reportView(slug: string, signal: AbortSignal): Promise<number | null> {
  const response = await fetch(`/api/posts/${slug}/views`, { method: "POST", signal });
  if (!response.ok) throw new Error(`The route of views answered ${response.status}.`);
  const body: unknown = await response.json();
  return typeof body === "object" && body !== null && "views" in body && typeof body.views === "number"
    ? body.views
    : null;
}
