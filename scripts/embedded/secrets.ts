import { randomBytes } from "node:crypto";
import { chmod } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { CommandError } from "@/scripts/command-line";
import { readIfThere, writePrivately } from "@/scripts/embedded/files";

const RANDOM_BYTES = 32;

const text = z.string().min(RANDOM_BYTES);
const secretsSchema = z.object({
  AUTH_SECRET: text,
  CRON_SECRET: text,
  UNSUBSCRIBE_SECRET: text,
  DATABASE_PASSWORD: text,
  MAILBOX_KEY: text,
});

export type Secrets = z.infer<typeof secretsSchema>;

/**
 * The secrets of the embedded services, made at the first call and the same ever after. Call it
 * under the folder's lock. The file is readable by its owner alone (mode 600).
 * @throws CommandError when the file is there and cannot be understood: new secrets would lock
 *   people out of their own database and break the unsubscribe links in mails that are out.
 */
export async function keepSecrets(folder: string): Promise<Secrets> {
  const file = path.join(folder, "secrets.json");
  const stored = await readIfThere(file);
  if (stored === undefined) {
    const made = makeSecrets();
    await writePrivately(file, `${JSON.stringify(made, null, 2)}\n`);
    return made;
  }
  await chmod(file, 0o600);
  const secrets = secretsSchema.safeParse(withMailboxKey(parseJson(stored)));
  if (!secrets.success) {
    throw new CommandError(
      `${file} is damaged; bring back a copy of it, or remove the folder to begin anew.`,
    );
  }
  // Folders of earlier versions have no key for the mailbox.
  const complete = `${JSON.stringify(secrets.data, null, 2)}\n`;
  if (complete !== stored) await writePrivately(file, complete);
  return secrets.data;
}

function withMailboxKey(stored: unknown): unknown {
  if (typeof stored !== "object" || stored === null || "MAILBOX_KEY" in stored) return stored;
  return { ...stored, MAILBOX_KEY: makeSecrets().MAILBOX_KEY };
}

function makeSecrets(): Secrets {
  const random = () => randomBytes(RANDOM_BYTES).toString("base64url");
  return {
    AUTH_SECRET: random(),
    CRON_SECRET: random(),
    UNSUBSCRIBE_SECRET: random(),
    DATABASE_PASSWORD: random(),
    // In the form of a key of Resend's.
    MAILBOX_KEY: `re_${random()}`,
  };
}

function parseJson(stored: string): unknown {
  try {
    return JSON.parse(stored);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
