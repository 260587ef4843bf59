import { CommandError, readArguments, runCommand, UsageError } from "@/scripts/command-line";
import { isDatabaseLost } from "@/lib/sending/database-lost";
import { withServices } from "@/scripts/embedded/with-services";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * npm run mailings:send [-- --now] [--mailing ID] [--dry-run] [--json]
 * Ticks until nothing is due. Ends with 1 where the provider is not to be asked, something waits for it, or the
 * database goes away.
 */
await runCommand(async () => {
  const { values } = readArguments({
    options: {
      now: { type: "boolean", default: false },
      mailing: { type: "string" },
      "dry-run": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  if (values.mailing !== undefined && !UUID.test(values.mailing)) {
    throw new UsageError(`--mailing takes the id of a mailing, and ${values.mailing} is none.`);
  }
  await withServices(async ({ signal }) => {
    const { refuseUnknownMailing, sendDueMailings, printForecast } = await import("@/scripts/mailings/send");
    const request = { mailingId: values.mailing, startAll: values.now, json: values.json };
    try {
      await refuseUnknownMailing(request.mailingId);
      await (values["dry-run"] ? printForecast(request) : sendDueMailings(request, signal));
    } catch (error) {
      if (!isDatabaseLost(error)) throw error;
      throw new CommandError(
        "The database does not answer; nothing is lost, and the next run of this command or the scheduler goes on.",
      );
    }
  });
});
