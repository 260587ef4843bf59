import { rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { demoDataAllowed, env } from "@/lib/env";
import { CommandError } from "@/scripts/command-line";
import { readIfThere, writePrivately } from "@/scripts/embedded/files";
import { withLock } from "@/scripts/embedded/folder-lock";
import { dataFolder } from "@/scripts/project";

// Begun before the first row and complete after the last one: whoever kills a first start finds at the
// next one either everything or an empty database, and in both cases the passwords.
const keptSchema = z.object({
  complete: z.boolean(),
  accounts: z.array(z.object({ email: z.string(), password: z.string(), role: z.string() })),
});
type Kept = z.infer<typeof keptSchema>;

/**
 * Fills an empty embedded database with the demo data, begins anew where that was interrupted, and keeps
 * the accounts in a private file until `showDemoAccounts`. Does nothing anywhere else.
 *
 * @returns whether the database was filled now
 */
export async function loadDemoDataOnce(): Promise<boolean> {
  if (!demoDataAllowed(env())) return false;
  return withLock(dataFolder(env().POSTHORN_DATA), "demo-data", async () => {
    // Late, like everything that needs the database's client: see withServices.
    const { database } = await import("@/lib/db");
    const { loadDemoData, removeDemoData } = await import("@/scripts/seed/demo-data");
    if ((await database().user.count({ take: 1 })) > 0) {
      const interrupted = (await readKept())?.complete === false;
      if (!interrupted || !(await removeDemoData())) return false;
    }
    const accounts = await loadDemoData((made) => keep({ complete: false, accounts: [...made] }));
    await keep({ complete: true, accounts });
    return true;
  });
}

/** Prints the accounts that nobody has seen yet, with their passwords, and forgets those. */
export async function showDemoAccounts(): Promise<void> {
  const kept = demoDataAllowed(env()) ? await readKept() : undefined;
  if (kept === undefined) return;
  printAccounts(kept.accounts);
  console.log(`Lost them? Remove ${env().POSTHORN_DATA} and start again.`);
  await rm(keptFile(), { force: true });
}

export function printAccounts(accounts: Kept["accounts"]): void {
  console.log("\nDemo accounts; the passwords are shown this once:");
  for (const { role, email, password } of accounts) {
    console.log(`  ${role.padEnd(16)} ${email.padEnd(32)} ${password}`);
  }
}

function keptFile(): string {
  return path.join(dataFolder(env().POSTHORN_DATA), "demo-accounts.json");
}

async function keep(kept: Kept): Promise<void> {
  await writePrivately(keptFile(), `${JSON.stringify(kept)}\n`);
}

/** @throws CommandError where the file is there and says nothing */
async function readKept(): Promise<Kept | undefined> {
  const text = await readIfThere(keptFile());
  if (text === undefined) return undefined;
  try {
    return keptSchema.parse(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    throw new CommandError(`${keptFile()} is damaged; remove it.`);
  }
}
