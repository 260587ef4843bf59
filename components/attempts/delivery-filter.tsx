import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { deliveryStatuses, type DeliveryStatus } from "@/lib/attempts/delivery-status";
import { pageHref } from "@/lib/paging/address";

/** All, or one outcome: links, so that a filtered page has an address. */
export function DeliveryFilter({ path, chosen }: { path: string; chosen: DeliveryStatus | null }) {
  const t = useTranslations();
  const choices = [null, ...deliveryStatuses];
  return (
    <nav aria-label={t("attempt.filter")} className="flex flex-wrap gap-1.5">
      {choices.map((status) => (
        <Link
          key={status ?? "all"}
          href={pageHref(path, { status: status ?? "" })}
          scroll={false}
          aria-current={status === chosen ? "true" : undefined}
          className="rounded-lg border border-border px-3 py-1.5 text-sm text-muted hover:text-foreground aria-[current=true]:border-transparent aria-[current=true]:bg-default aria-[current=true]:font-medium aria-[current=true]:text-foreground"
        >
          {status === null ? t("attempt.all") : t(`statuses.delivery.${status}`)}
        </Link>
      ))}
    </nav>
  );
}
