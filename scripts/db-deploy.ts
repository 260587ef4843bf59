import { env } from "@/lib/env";
import { readArguments, runCommand } from "@/scripts/command-line";
import { deployMigrations } from "@/scripts/database/migrations";
import { withServices } from "@/scripts/embedded/with-services";

await runCommand(async () => {
  readArguments({});
  await withServices(async () => {
    const applied = await deployMigrations(env().DATABASE_URL);
    console.log(applied.length === 0 ? "Nothing to migrate." : `Applied ${applied.join(", ")}.`);
  });
});
