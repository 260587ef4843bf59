import { buttonVariants, inputVariants } from "@heroui/styles";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";

/** A plain GET form: the search stands in the address, and works without a script. */
export function MailingSearch({ search }: { search: string }) {
  const t = useTranslations("mailings");
  return (
    <form role="search" className="flex w-full gap-2 sm:w-auto">
      <input
        type="search"
        name="search"
        defaultValue={search}
        maxLength={200}
        aria-label={t("search")}
        placeholder={t("search")}
        className={inputVariants({ className: "h-10 min-w-0 flex-1 sm:w-64 md:h-9" })}
      />
      <button
        type="submit"
        className={buttonVariants({ variant: "secondary", isIconOnly: true })}
        aria-label={t("searchSubmit")}
      >
        <Search aria-hidden="true" />
      </button>
    </form>
  );
}
