import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import {
  addField,
  checkType,
  removeField,
  renameField,
  retypeField,
  usesOfField,
} from "@/app/[locale]/(workspace)/recipients/fields/actions";
import { JobsHere } from "@/app/[locale]/(workspace)/recipients/jobs/jobs-here";
import { CreateField } from "@/components/fields/create-field";
import { FieldMenu } from "@/components/fields/field-menu";
import { FieldsTable } from "@/components/fields/fields-table";
import { pageLocale } from "@/components/frame/document";
import { EmptyMessage } from "@/components/lists/empty-message";
import { RecipientSections } from "@/components/recipients/recipient-sections";
import { PageHeading } from "@/components/ui/page-heading";
import { requireAllowed } from "@/lib/auth/session";
import { countedFields } from "@/lib/fields/queries";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/recipients/fields">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayOwnMailings);
  return { title: (await getTranslations({ locale, namespace: "fields" }))("title") };
}

export default async function FieldsPage({ params }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), mayOwnMailings);
  const [t, fields] = await Promise.all([getTranslations("fields"), countedFields(user)]);
  return (
    <>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-4">
        <PageHeading>{t("title")}</PageHeading>
        <CreateField action={addField} />
      </div>
      <RecipientSections scope="own" here="fields" />
      <JobsHere user={user} />
      <p className="mb-6 max-w-2xl text-muted">{t("lead")}</p>
      {fields.rows.length === 0 ? (
        <div data-list="empty">
          <EmptyMessage title={t("emptyTitle")} action={<CreateField action={addField} />}>
            {t("empty")}
          </EmptyMessage>
        </div>
      ) : (
        <FieldMenu
          fields={fields}
          actions={{ renameField, retypeField, checkType, removeField, usesOfField }}
        >
          <FieldsTable fields={fields} />
        </FieldMenu>
      )}
    </>
  );
}
