import { ConfigurationError } from "@/lib/env";
import { readArguments, runCommand } from "@/scripts/command-line";
import { configurationFaults } from "@/scripts/doctor/configuration";
import type { Finding } from "@/scripts/doctor/finding";
import { withServices } from "@/scripts/embedded/with-services";

const MARKS = { good: "ok   ", notice: "note ", fault: "FAULT" } as const;

/**
 * npm run doctor: looks at everything the application stands on and says what to do. Ends with 0 where nothing is
 * a fault, with 1 on a fault, and with 2, as every command does, where the configuration cannot be used: then it
 * names all that is wrong with it and looks no further.
 */
await runCommand(async () => {
  readArguments({});
  try {
    await withServices(async () => {
      const { examine } = await import("@/scripts/doctor/examine");
      const findings = await examine();
      show(findings);
      if (findings.some(({ state }) => state === "fault")) process.exitCode = 1;
    });
  } catch (error) {
    const faults = error instanceof ConfigurationError ? configurationFaults(process.env) : [];
    if (faults.length === 0) throw error;
    show(faults);
    process.exitCode = 2;
  }
});

function show(findings: readonly Finding[]): void {
  for (const { state, what, says } of findings) console.log(`${MARKS[state]} ${what}: ${says}`);
}
