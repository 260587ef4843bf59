import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { unsubscribe } from "@/app/[locale]/(site)/unsubscribe/[token]/actions";
import { pageLocale } from "@/components/frame/document";
import { UnsubscribeForm } from "@/components/suppressions/unsubscribe-form";
import { Notice } from "@/components/ui/notice";
import { shownEmail } from "@/lib/email-address";
import { readUnsubscribe } from "@/lib/suppressions/queries";

type Props = PageProps<"/[locale]/unsubscribe/[token]">;

// The answer depends on the link and on the moment.
export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations({ locale: pageLocale((await params).locale), namespace: "unsubscribe" });
  return { title: t("metaTitle"), robots: { index: false, follow: false }, referrer: "same-origin" };
}

/** Where every mail's link leads. Looking changes nothing: mail scanners follow links. */
export default async function UnsubscribePage({ params }: Props) {
  const { locale, token } = await params;
  pageLocale(locale);
  const t = await getTranslations("unsubscribe");
  const found = await readUnsubscribe(token);
  const invalid = <Answer title={t("invalidTitle")}>{t("invalid")}</Answer>;
  if (found === null) return <Frame>{invalid}</Frame>;
  const { ownerName: owner } = found;
  if (found.erased)
    return (
      <Frame>
        <Answer title={t("erasedTitle")}>{t("erased", { owner })}</Answer>
      </Frame>
    );
  const email = shownEmail(found.email);
  const done = <Answer title={t("doneTitle")}>{t("done", { owner, email })}</Answer>;
  return (
    <Frame>
      <UnsubscribeForm
        already={found.already}
        unsubscribe={unsubscribe.bind(null, token)}
        asked={<Answer title={t("title", { email })}>{t("text", { owner })}</Answer>}
        done={done}
        tooMany={<Notice tone="bad">{t("tooMany")}</Notice>}
        invalid={invalid}
        submit={t("submit")}
      />
    </Frame>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return <div className="mx-auto w-full max-w-lg px-4 py-20 sm:py-28">{children}</div>;
}

function Answer({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h1
        tabIndex={-1}
        className="font-display text-3xl font-semibold tracking-tight outline-none [overflow-wrap:anywhere]"
      >
        {title}
      </h1>
      <p className="mt-3 text-lg text-muted [overflow-wrap:anywhere]">{children}</p>
    </div>
  );
}
