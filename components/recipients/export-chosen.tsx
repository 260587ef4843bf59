import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import { ChosenRows, type ListFilter } from "@/components/recipients/chosen-rows";

/** A file of what is selected: thousands of ids fit into no address, so a form asks for it. */
export function ExportChosen({ filter }: { filter: ListFilter }) {
  const t = useTranslations("recipientForms");
  return (
    <form method="post" action="/api/recipients/export" className="contents">
      <ChosenRows filter={filter} />
      <Button type="submit" size="sm" variant="secondary">
        {t("exportChosen")}
      </Button>
    </form>
  );
}
