import { randomUUID } from "node:crypto";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { sendUncertainAgain, treatAsAccepted } from "@/app/[locale]/(workspace)/attempts/actions";
import { AllUncertain, TickedUncertain } from "@/components/attempts/uncertain-dialogs";
import { FormMessages } from "@/components/forms/form-messages";
import { Selection } from "@/components/lists/selection";
import { Link } from "@/components/ui/link";
import type { AttemptDetail } from "@/lib/attempts/queries";
import { MOST_CHOSEN } from "@/lib/attempts/uncertain-input";
import type { Locale } from "@/lib/i18n/routing";
import { mayControlMailing } from "@/lib/mailings/policy";
import type { Actor } from "@/lib/users/policy";

/** The owner alone decides on uncertain emails, once the attempt is closed. */
export function mayDecide(user: Actor, attempt: AttemptDetail): boolean {
  return attempt.closedAt !== null && attempt.uncertain > 0 && mayControlMailing(user, attempt);
}

const commandsOf = (attemptId: string) => ({
  accept: treatAsAccepted.bind(null, attemptId),
  again: sendUncertainAgain.bind(null, attemptId),
  startId: randomUUID(),
});

interface UncertainProps {
  attemptId: string;
  /** How many nobody has decided on. */
  count: number;
  locale: Locale;
}

/** What is unknown, and both ways out for all of it. */
export async function Uncertain({ attemptId, count, locale }: UncertainProps) {
  const t = await getTranslations("uncertain");
  return (
    <section className="mt-8 rounded-2xl border border-border bg-surface p-5 shadow-surface sm:p-6">
      <h2 className="font-display text-xl font-semibold">{t("title", { count })}</h2>
      <p className="mt-2 max-w-prose text-muted">{t("text")}</p>
      <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-3">
        <FormMessages locale={locale} names={["uncertain"]}>
          <AllUncertain {...commandsOf(attemptId)} count={count} />
        </FormMessages>
        <Link
          href={`/attempts/${attemptId}?status=uncertain#recipients`}
          className="text-sm underline decoration-border underline-offset-4 hover:decoration-current"
        >
          {t("show")}
        </Link>
      </div>
    </section>
  );
}

interface DecideOnUncertainProps {
  attemptId: string;
  /** Names the list, whichever page of it is shown. */
  list: string;
  rowIds: readonly string[];
  locale: Locale;
  /** The table with a box in each of these rows. */
  children: ReactNode;
}

/** The uncertain ones to tick, and what can be decided about those that are. */
export async function DecideOnUncertain(props: DecideOnUncertainProps) {
  const { attemptId, list, rowIds, locale, children } = props;
  const t = await getTranslations("lists");
  return (
    <Selection
      {...{ list, rowIds }}
      allLabel={t("tickAll")}
      selectedLabel={t("ticked")}
      selectedAboutLabel={t("tickedAbout")}
      clearLabel={t("tickNone")}
      most={MOST_CHOSEN}
      tooMany={t("tickTooMany", { most: MOST_CHOSEN })}
      actions={
        <FormMessages locale={locale} names={["uncertain"]}>
          <TickedUncertain {...commandsOf(attemptId)} />
        </FormMessages>
      }
    >
      {children}
    </Selection>
  );
}
