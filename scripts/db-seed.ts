import { applyChange } from "@/lib/cache/apply-change";
import { cacheTags } from "@/lib/cache/tags";
import { ConfigurationError, demoDataAllowed, env } from "@/lib/env";
import { loadDemoDataOnce, showDemoAccounts } from "@/scripts/application/demo-accounts";
import { CommandError, readArguments, runCommand } from "@/scripts/command-line";
import { deployMigrations } from "@/scripts/database/migrations";
import { withServices } from "@/scripts/embedded/with-services";

/** npm run db:seed: what `npm start` does by itself on an empty embedded database. */
await runCommand(async () => {
  readArguments({});
  await withServices(async () => {
    if (!demoDataAllowed(env())) {
      const name = env().embedded.database ? "RESEND_API_KEY" : "DATABASE_URL";
      throw new ConfigurationError(
        `${name} must be left out for demo data, which goes only where database and mailbox are both the embedded ones.`,
      );
    }
    await deployMigrations(env().DATABASE_URL);
    if (!(await loadDemoDataOnce())) {
      throw new CommandError("The database has accounts already; demo data is for an empty one.");
    }
    const tags = [cacheTags.posts(), cacheTags.figures(), cacheTags.clients()];
    await applyChange({ tags, wake: false }, "outside");
    await showDemoAccounts();
  });
});
