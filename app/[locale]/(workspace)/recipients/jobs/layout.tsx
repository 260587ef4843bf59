import { pageLocale } from "@/components/frame/document";
import { SomeMessages } from "@/components/frame/some-messages";

export default async function JobsLayout({ params, children }: LayoutProps<"/[locale]/recipients/jobs">) {
  return (
    <SomeMessages locale={pageLocale((await params).locale)} names={["jobs", "progress"]}>
      {children}
    </SomeMessages>
  );
}
