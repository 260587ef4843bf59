"use client";

import { Button } from "@heroui/react/button";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { useSelection } from "@/components/lists/selection";
import { announce } from "@/components/ui/toasts";
import type { FormAction } from "@/lib/actions/state";
import type { Retried } from "@/lib/attempts/retry";
import type { Treated } from "@/lib/attempts/uncertain";

interface Commands {
  accept: FormAction<Treated>;
  again: FormAction<Retried>;
  /** Issued with the page: a second click with the same id finds the first attempt. */
  startId: string;
}

/** Both ways out for all uncertain emails of an attempt. */
export function AllUncertain({ count, ...commands }: Commands & { count: number }) {
  const t = useTranslations("uncertain");
  return (
    <BothDialogs
      {...commands}
      count={count}
      openers={{
        accept: <Button variant="secondary">{t("accept.all", { count })}</Button>,
        again: <Button variant="secondary">{t("again.all", { count })}</Button>,
      }}
      chosen={<input type="hidden" name="all" value="yes" />}
    />
  );
}

/** Both ways out for the ticked ones. */
export function TickedUncertain(commands: Commands) {
  const t = useTranslations("uncertain");
  const { ids, clear } = useSelection();
  return (
    <BothDialogs
      {...commands}
      count={ids.length}
      openers={{
        accept: (
          <Button size="sm" variant="secondary">
            {t("accept.chosen")}
          </Button>
        ),
        again: (
          <Button size="sm" variant="secondary">
            {t("again.chosen")}
          </Button>
        ),
      }}
      chosen={ids.map((id) => (
        <input key={id} type="hidden" name="ids" value={id} />
      ))}
      onTreated={clear}
    />
  );
}

interface BothDialogsProps extends Commands {
  count: number;
  openers: Record<"accept" | "again", ReactNode>;
  /** Fields that name what is chosen. */
  chosen: ReactNode;
  onTreated?: () => void;
}

/** Each asks first, with the number and what may come of it. */
function BothDialogs({ accept, again, startId, count, openers, chosen, onTreated }: BothDialogsProps) {
  const t = useTranslations("uncertain");
  return (
    <>
      <ConfirmDialog
        opener={openers.accept}
        title={t("accept.title", { count })}
        text={t("accept.text")}
        confirm={t("accept.confirm")}
        tone="primary"
        action={accept}
        onDone={(treated) => {
          onTreated?.();
          announce(t("accept.done", { count: treated.count }));
        }}
      >
        {() => chosen}
      </ConfirmDialog>
      <ConfirmDialog
        opener={openers.again}
        title={t("again.title", { count })}
        text={t("again.text")}
        confirm={t("again.confirm")}
        tone="danger"
        action={again}
      >
        {() => (
          <>
            <input type="hidden" name="startId" value={startId} />
            {chosen}
          </>
        )}
      </ConfirmDialog>
    </>
  );
}
