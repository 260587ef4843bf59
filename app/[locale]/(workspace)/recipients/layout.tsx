import { pageLocale } from "@/components/frame/document";
import { FormMessages } from "@/components/forms/form-messages";

/** No loading.tsx below: every page here answers 403 to a role that owns no recipients, which nothing can that has begun to stream. */
export default async function RecipientsLayout({ params, children }: LayoutProps<"/[locale]/recipients">) {
  const { locale } = await params;
  return (
    <FormMessages locale={pageLocale(locale)} names={["fields", "recipientForms"]}>
      {children}
    </FormMessages>
  );
}
