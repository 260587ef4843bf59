import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { demoDataAllowed, env } from "@/lib/env";
import { withLock } from "@/scripts/embedded/folder-lock";
import { dataFolder, inProject } from "@/scripts/project";

const accountsSchema = z.array(z.object({ email: z.string(), password: z.string(), role: z.string() }));
const demoSchema = z.object({
  loadDemoData: z.custom<() => Promise<unknown>>((value) => typeof value === "function"),
});

/**
 * Fills an empty embedded database with the demo data and prints its accounts with their passwords,
 * which are nowhere to be read again. Does nothing anywhere else.
 */
export async function loadDemoDataOnce(): Promise<void> {
  if (!demoDataAllowed(env())) return;
  await withLock(dataFolder(env().POSTHORN_DATA), "demo-data", async () => {
    const { database } = await import("@/lib/db");
    if ((await database().user.count({ take: 1 })) > 0) return;
    const file = inProject("scripts", "seed", "demo-data.ts");
    if (!existsSync(file)) return;
    const { loadDemoData } = demoSchema.parse(await import(pathToFileURL(file).href));
    const accounts = accountsSchema.parse(await loadDemoData());
    console.log("\nDemo accounts; the passwords are shown this once:");
    for (const { role, email, password } of accounts) {
      console.log(`  ${role.padEnd(16)} ${email.padEnd(32)} ${password}`);
    }
  });
}
