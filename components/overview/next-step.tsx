import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";

const numbers = { recipients: 1, message: 2, mailing: 3 } as const;

export interface NextStepProps {
  step: keyof typeof numbers;
  href: string;
}

/** Until there is a first mailing: where to go on from what was just made. */
export function NextStep({ step, href }: NextStepProps) {
  const t = useTranslations("overview.steps");
  return (
    <aside className="my-6 flex flex-wrap items-center justify-between gap-4 rounded-2xl border border-border bg-surface p-5 shadow-surface">
      <div>
        <p className="text-sm text-muted">{t("next", { number: numbers[step] })}</p>
        <p className="font-medium">{t(`${step}.title`)}</p>
      </div>
      <ButtonLink href={href}>{t(`${step}.go`)}</ButtonLink>
    </aside>
  );
}
