import { database } from "@/lib/db";
import {
  finishMailing,
  liftStop,
  pauseMailing,
  resumeMailing,
  startByHand,
  stopMailing,
} from "@/lib/mailings/commands";
import { forecastMailings } from "@/lib/mailings/forecast";
import { removeMailing } from "@/lib/mailings/remove";
import { createMailing, editMailing } from "@/lib/mailings/save";
import { importRecipients } from "@/lib/recipients/import";
import { applicationEngine } from "@/lib/engine-host/application-engine";
import { tick } from "@/lib/sending/tick";
import { verifyLedger } from "@/lib/sending/verify";
import { turnClock } from "@/scripts/shell/turn-clock";

/** What the prompt offers under its own name. Commands ask their policy here too: they take who acts first. */
export function thingsAtHand() {
  const db = database();
  return {
    db,
    tick: (time = 60_000) => tick(applicationEngine(), { time }),
    turnClock,
    verify: () => verifyLedger(db),
    createMailing,
    editMailing,
    removeMailing,
    startByHand,
    pauseMailing,
    resumeMailing,
    finishMailing,
    stopMailing,
    liftStop,
    forecastMailings,
    importRecipients,
  };
}
