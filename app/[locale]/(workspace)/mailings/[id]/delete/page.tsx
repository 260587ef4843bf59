import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { cache } from "react";
import { deleteMailing } from "@/app/[locale]/(workspace)/mailings/actions";
import { DeleteMailingForm } from "@/components/mailings/delete-mailing-form";
import { FormMessages } from "@/components/forms/form-messages";
import { pageLocale } from "@/components/frame/document";
import { PageHeading } from "@/components/ui/page-heading";
import { Trail } from "@/components/ui/trail";
import { requireUser } from "@/lib/auth/session";
import { mailingLoss } from "@/lib/mailings/loss";

type Props = PageProps<"/[locale]/mailings/[id]/delete">;

const readPage = cache(async (locale: string, id: string) => {
  const user = await requireUser(pageLocale(locale));
  return mailingLoss(user, id);
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  const loss = await readPage(locale, id);
  if (loss === null) notFound();
  const t = await getTranslations({ locale: pageLocale(locale), namespace: "mailingDelete" });
  return { title: t("title", { name: loss.name }) };
}

/** Says what is lost before a mailing is deleted. */
export default async function DeleteMailingPage({ params }: Props) {
  const { locale, id } = await params;
  const loss = await readPage(locale, id);
  if (loss === null) notFound();
  const t = await getTranslations();
  return (
    <>
      <Trail
        label={t("frame.trail")}
        above={[
          { href: "/mailings", text: t("frame.mailings") },
          { href: `/mailings/${id}`, text: loss.name },
        ]}
        here={t("mailingDelete.here")}
      />
      <PageHeading>{t("mailingDelete.title", { name: loss.name })}</PageHeading>
      <ul className="mt-6 flex max-w-xl list-disc flex-col gap-2 ps-5">
        {loss.attempts === 0 ? (
          <li>{t("mailingDelete.neverRan")}</li>
        ) : (
          <>
            <li>{t("mailingDelete.archived", { count: loss.attempts })}</li>
            {loss.pending > 0 && <li>{t("mailingDelete.pending", { count: loss.pending })}</li>}
          </>
        )}
        {loss.nextRunAt !== null && <li>{t("mailingDelete.noRuns")}</li>}
        <li>{t("mailingDelete.stays")}</li>
      </ul>
      <FormMessages locale={pageLocale(locale)} names={["mailingDelete"]}>
        <DeleteMailingForm remove={deleteMailing.bind(null, id)} id={id} />
      </FormMessages>
    </>
  );
}
