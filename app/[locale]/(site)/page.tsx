import { getTranslations } from "next-intl/server";
import { pageLocale } from "@/components/frame/document";
import { LedgerExample } from "@/components/home/ledger-example";
import { Points } from "@/components/home/points";
import { WayIn } from "@/components/home/way-in";

export default async function HomePage({ params }: PageProps<"/[locale]">) {
  pageLocale((await params).locale);
  const t = await getTranslations();
  return (
    <>
      <section className="mx-auto grid w-full max-w-6xl items-center gap-12 px-4 pt-14 pb-16 sm:px-6 sm:pt-20 lg:grid-cols-[1.15fr_1fr] lg:gap-16 lg:pb-24">
        <div>
          <p className="text-sm font-medium text-muted">{t("home.kicker")}</p>
          <h1 className="mt-3 font-display text-4xl leading-[1.12] font-semibold tracking-tight sm:text-5xl">
            {t("home.title")}
          </h1>
          <p className="mt-6 max-w-xl text-lg text-muted">{t("home.lead")}</p>
          <div className="mt-9">
            <WayIn />
          </div>
        </div>
        <LedgerExample />
      </section>
      <Points />
    </>
  );
}
