import { useTranslations } from "next-intl";
import { ReasonDialog } from "@/components/admin/reason-dialog";

interface MailingSupervisionProps {
  name: string;
  stopped: boolean;
  /** Answers with the code of a refusal, null when done. */
  changeStop: (deed: "stop" | "lift", reason: string) => Promise<string | null>;
}

/** Stops a mailing, or lifts that: for who watches over everybody's. */
export function MailingSupervision({ name, stopped, changeStop }: MailingSupervisionProps) {
  const t = useTranslations("supervision");
  const deed = stopped ? "lift" : "stop";
  return (
    <>
      <div>
        <h2 className="font-display text-lg font-semibold">{t("panelTitle")}</h2>
        <p className="mt-1 text-sm text-muted">{stopped ? t("panelLift") : t("panelStop")}</p>
      </div>
      <ReasonDialog deed={deed} name={name} submit={changeStop.bind(null, deed)} fullWidth />
    </>
  );
}
