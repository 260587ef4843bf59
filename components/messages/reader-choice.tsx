import { buttonVariants, inputVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { shownEmail } from "@/lib/email-address";
import type { PreviewReader } from "@/lib/messages/preview";

interface ReaderChoiceProps {
  /** What the address asks for. */
  value: string;
  /** Offered while somebody types. */
  readers: PreviewReader[];
}

/** For whom the preview is: a plain GET form, so that it needs no script and has an address. */
export function ReaderChoice({ value, readers }: ReaderChoiceProps) {
  const t = useTranslations("messages.preview");
  return (
    <form className="flex flex-wrap items-end gap-2">
      <label className="flex min-w-0 flex-1 flex-col gap-1.5 text-sm font-medium sm:max-w-sm">
        {t("for")}
        <input
          name="reader"
          defaultValue={value}
          list="readers"
          maxLength={320}
          autoComplete="off"
          placeholder={t("forHint")}
          className={inputVariants({ className: "h-10" })}
        />
      </label>
      <ReaderList readers={readers} />
      <button type="submit" className={buttonVariants({ variant: "secondary" })}>
        {t("show")}
      </button>
    </form>
  );
}

/** The choices of a field with list="readers". */
export function ReaderList({ readers }: { readers: PreviewReader[] }) {
  return (
    <datalist id="readers">
      {readers.map(({ id, address, name }) => (
        <option key={id} value={shownEmail(address)}>
          {name}
        </option>
      ))}
    </datalist>
  );
}
