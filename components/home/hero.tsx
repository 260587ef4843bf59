import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { LedgerExample } from "@/components/home/ledger-example";
import { WayIn } from "@/components/home/way-in";
import { Link } from "@/components/ui/link";

/** The promise, the way in, and what a ledger looks like. */
export function Hero() {
  const t = useTranslations("home");
  return (
    <section className="mx-auto grid w-full max-w-6xl items-center gap-12 px-4 pt-12 pb-14 sm:px-6 sm:pt-20 lg:grid-cols-[1.15fr_1fr] lg:gap-16 lg:pb-20">
      <div>
        <p className="text-sm font-medium text-muted">{t("kicker")}</p>
        <h1 className="mt-3 font-display text-4xl leading-[1.12] font-semibold tracking-tight sm:text-5xl">
          {t("title")}
        </h1>
        <p className="mt-6 max-w-xl text-lg text-muted">{t("lead")}</p>
        <div className="mt-9 flex flex-wrap items-center gap-x-3 gap-y-4">
          <WayIn />
          <Link
            href="/blog"
            className="group inline-flex items-center gap-1.5 rounded-md py-2 font-medium text-accent sm:px-2"
          >
            <span className="underline-offset-4 group-hover:underline">{t("blog")}</span>
            <ArrowRight className="size-4" aria-hidden="true" />
          </Link>
        </div>
      </div>
      <LedgerExample />
    </section>
  );
}
