import { SupervisionMessages } from "@/components/admin/supervision-messages";
import { pageLocale } from "@/components/frame/document";

/** No loading.tsx below: every page here answers 404 to who may not see it, so none may stream. */
export default async function AdminLayout({ params, children }: LayoutProps<"/[locale]/admin">) {
  return <SupervisionMessages locale={pageLocale((await params).locale)}>{children}</SupervisionMessages>;
}
