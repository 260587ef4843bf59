import { FormMessages } from "@/components/forms/form-messages";
import { pageLocale } from "@/components/frame/document";

/**
 * No loading.tsx below: every page here answers 403 to who may not open it, which nothing can that has begun to
 * stream. The lists show their outline by a Suspense of their own, behind that decision.
 */
export default async function AdminLayout({ params, children }: LayoutProps<"/[locale]/admin">) {
  return (
    <FormMessages locale={pageLocale((await params).locale)} names={["supervision", "roles"]}>
      {children}
    </FormMessages>
  );
}
