import { readArguments, runCommand } from "@/scripts/command-line";
import { withServices } from "@/scripts/embedded/with-services";

/** npm run verify [-- --json]: recomputes the ledger of every attempt; ends with 1 where one is broken. */
await runCommand(async () => {
  const { values } = readArguments({ options: { json: { type: "boolean", default: false } } });
  await withServices(async () => {
    const { database } = await import("@/lib/db");
    const { verifyLedger } = await import("@/lib/sending/verify");
    const [faults, attempts, deliveries] = await Promise.all([
      verifyLedger(database()),
      database().attempt.count(),
      database().delivery.count(),
    ]);
    if (values.json) console.log(JSON.stringify({ attempts, deliveries, faults }));
    else {
      for (const fault of faults) console.log(`${fault.attemptId}  ${fault.code}: ${fault.detail}`);
      const verdict = faults.length === 0 ? "the ledger holds" : `${faults.length} faults`;
      console.log(`${attempts} attempts, ${deliveries} deliveries: ${verdict}.`);
    }
    if (faults.length > 0) process.exitCode = 1;
  });
});
