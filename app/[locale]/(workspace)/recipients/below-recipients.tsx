import { getTranslations } from "next-intl/server";
import type { ComponentProps, ReactNode } from "react";
import { PageHeading } from "@/components/ui/page-heading";
import { Trail } from "@/components/ui/trail";

interface BelowRecipientsProps {
  title: string;
  /** Where the trail says it shorter. */
  here?: string;
  lead?: string;
  /** Between the list of recipients and this page. */
  above?: ComponentProps<typeof Trail>["above"];
  children: ReactNode;
}

/** The frame of a page that is opened from the list of recipients, as to add some. */
export async function BelowRecipients({
  title,
  here = title,
  lead,
  above = [],
  children,
}: BelowRecipientsProps) {
  const t = await getTranslations();
  return (
    <>
      <Trail
        label={t("frame.trail")}
        above={[{ href: "/recipients", text: t("recipients.title") }, ...above]}
        here={here}
      />
      <div className="mb-8">
        <PageHeading>{title}</PageHeading>
        {lead !== undefined && <p className="mt-2 max-w-2xl text-muted">{lead}</p>}
      </div>
      {children}
    </>
  );
}
