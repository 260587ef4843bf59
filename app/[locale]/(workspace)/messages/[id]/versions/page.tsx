import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { bringBackVersion } from "@/app/[locale]/(workspace)/messages/[id]/versions/actions";
import { FormMessages } from "@/components/forms/form-messages";
import { pageLocale } from "@/components/frame/document";
import { BringBack } from "@/components/messages/bring-back";
import { MessagePreview } from "@/components/messages/message-preview";
import { VersionsTable } from "@/components/messages/versions-table";
import { PageHeading, SectionHeading } from "@/components/ui/page-heading";
import { Trail } from "@/components/ui/trail";
import { requireUser } from "@/lib/auth/session";
import { instantFormat } from "@/lib/i18n/instant-format";
import { withFallbacks } from "@/lib/messages/merge-fields";
import { previewContent } from "@/lib/messages/preview";
import { KEPT_VERSIONS } from "@/lib/messages/schema";
import { messageHistory, versionToRead } from "@/lib/messages/version-queries";

type Props = PageProps<"/[locale]/messages/[id]/versions">;

const readPage = cache(async (locale: string, id: string) => {
  const user = await requireUser(pageLocale(locale));
  return { user, history: await messageHistory(user, id) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const { history } = await readPage(locale, id);
  if (history === null) notFound();
  return { title: (await getTranslations("messages.versions"))("title") };
}

export default async function VersionsPage({ params, searchParams }: Props) {
  const { locale: asked, id } = await params;
  const locale = pageLocale(asked);
  const { user, history } = await readPage(locale, id);
  if (history === null) notFound();
  const [t, messages, frame, lists] = await Promise.all([
    getTranslations("messages.versions"),
    getTranslations("messages"),
    getTranslations("frame"),
    getTranslations("lists"),
  ]);
  const { current, versions } = history;
  const wanted = (await searchParams).version;
  const row = versions.find((one) => one.id === wanted) ?? versions[0] ?? null;
  const version = row && (await versionToRead(user, id, row.id));
  const subject = withFallbacks(current.subject);
  return (
    <FormMessages locale={locale} names={["messages"]}>
      <Trail
        label={frame("trail")}
        above={[
          { href: "/messages", text: messages("title") },
          { href: `/messages/${id}`, text: subject },
        ]}
        here={t("title")}
      />
      <PageHeading>{t("title")}</PageHeading>
      <p className="mt-3 text-muted">{t(row === null ? "none" : "text", { count: KEPT_VERSIONS })}</p>
      <div className="mt-8">
        <VersionsTable
          {...{ current, versions, timeZone: user.timeZone }}
          messageId={id}
          shown={row?.id ?? ""}
        />
        <p className="mt-3 text-xs text-muted">{lists("timesIn", { zone: user.timeZone })}</p>
      </div>
      {row !== null && version !== null && (
        <section id="version" className="mt-12 flex scroll-mt-20 flex-col gap-4">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <SectionHeading>
              {t("shownTitle", { time: instantFormat(locale, user.timeZone, false).format(row.savedAt) })}
            </SectionHeading>
            <BringBack
              time={instantFormat(locale, user.timeZone, false).format(row.savedAt)}
              action={bringBackVersion.bind(null, {
                ...{ messageId: id, versionId: row.id, version: current.version },
              })}
            />
          </div>
          <MessagePreview preview={await previewContent(user.id, version, null)} />
        </section>
      )}
    </FormMessages>
  );
}
