import { useTranslations } from "next-intl";
import { ActionButton } from "@/components/forms/action-button";
import { Notice } from "@/components/ui/notice";
import type { FormAction } from "@/lib/actions/state";
import type { ImportView } from "@/lib/recipients/import-result";

/** Whoever is in the file and may become, or stays, a recipient. */
const RARE: readonly string[] = ["suppressed", "erased"];

/** What an import would do with the rows of its file, so far. */
export function CheckFigures({ summary }: Pick<ImportView, "summary">) {
  const t = useTranslations("upload");
  const names = [
    "rows",
    "added",
    "updated",
    "unchanged",
    "suppressed",
    "duplicate",
    "invalid",
    "erased",
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-4 sm:grid-cols-3">
      {names
        .filter((name) => !RARE.includes(name) || summary[name] > 0)
        .map((name) => (
          <div key={name}>
            <dt className="text-sm text-muted">{t(`check.figures.${name}`)}</dt>
            <dd className="font-display text-2xl font-semibold tabular-nums">
              {t("number", { value: summary[name] })}
            </dd>
          </div>
        ))}
    </dl>
  );
}

interface CheckQuestionProps {
  view: ImportView;
  confirm: FormAction;
  cancel: FormAction;
}

/** Asks whether a file that was checked is imported. */
export function CheckQuestion({
  view: { summary, listId, listName, listExisting },
  confirm,
  cancel,
}: CheckQuestionProps) {
  const t = useTranslations("upload.check");
  const { added, updated, unchanged, suppressed } = summary;
  const joining = listName === null ? 0 : added + (listExisting ? updated + unchanged : 0);
  const count = Math.max(added + updated, joining);
  const isIdle = count === 0 && suppressed === 0;
  return (
    <>
      {isIdle && <Notice tone="careful">{t("nothing")}</Notice>}
      {listName !== null && joining > 0 && (
        <p>{t(listId === null ? "joinsNew" : "joins", { count: joining, list: listName })}</p>
      )}
      <div className="flex flex-wrap items-start gap-3">
        {!isIdle && (
          <ActionButton action={confirm} done={t("begun")}>
            {count > 0 ? t("confirm", { count }) : t("confirmSuppress", { count: suppressed })}
          </ActionButton>
        )}
        <ActionButton action={cancel} done={t("cancelled")} variant="secondary">
          {t("cancel")}
        </ActionButton>
      </div>
    </>
  );
}
