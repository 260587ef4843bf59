import { readArguments, runCommand } from "@/scripts/command-line";
import { withServices } from "@/scripts/embedded/with-services";

const MARKS = { good: "ok   ", notice: "note ", fault: "FAULT" } as const;

/** npm run doctor: looks at everything the application stands on and says what to do; ends with 1 on a fault. */
await runCommand(async () => {
  readArguments({});
  await withServices(async () => {
    const { examine } = await import("@/scripts/doctor/examine");
    for (const finding of await examine()) {
      console.log(`${MARKS[finding.state]} ${finding.what}: ${finding.says}`);
      if (finding.state === "fault") process.exitCode = 1;
    }
  });
});
