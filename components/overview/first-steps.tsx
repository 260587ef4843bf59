import { CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { ButtonLink } from "@/components/ui/button-link";

export interface FirstStepsDone {
  recipients: boolean;
  message: boolean;
  mailing: boolean;
}

const steps = [
  { name: "recipients", href: "/recipients/new" },
  { name: "message", href: "/messages/new" },
  { name: "mailing", href: "/mailings/new" },
] as const;

/** Until there is a first mailing: three steps to it, each ticked by itself once it is done. */
export function FirstSteps({ done }: { done: FirstStepsDone }) {
  const t = useTranslations("overview.steps");
  const next = steps.find(({ name }) => !done[name])?.name;
  return (
    <section className="rounded-2xl border border-border bg-surface p-6 shadow-surface sm:p-10">
      <h2 className="font-display text-2xl font-semibold">{t("title")}</h2>
      <p className="mt-3 max-w-2xl text-muted">{t("lead")}</p>
      <ol className="mt-7 flex flex-col gap-5">
        {steps.map(({ name, href }, nth) => (
          <li key={name} className="flex items-start gap-4">
            {done[name] ? (
              <CircleCheck
                className="mt-0.5 size-7 shrink-0 text-success"
                role="img"
                aria-label={t("done")}
              />
            ) : (
              <span
                aria-hidden="true"
                className="flex size-7 shrink-0 items-center justify-center rounded-full border border-border text-sm font-medium tabular-nums"
              >
                {nth + 1}
              </span>
            )}
            <div className="min-w-0">
              <h3 className="font-medium">{t(`${name}.title`)}</h3>
              <p className="text-sm text-muted">{t(`${name}.text`)}</p>
              {!done[name] && (
                <ButtonLink
                  href={href}
                  size="sm"
                  variant={name === next ? "primary" : "tertiary"}
                  className="mt-3"
                >
                  {t(`${name}.go`)}
                </ButtonLink>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
