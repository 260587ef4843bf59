import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { registrationSchema } from "@/lib/auth/schema";
import { CommandError, readArguments, runCommand, UsageError } from "@/scripts/command-line";
import { withServices } from "@/scripts/embedded/with-services";

const USAGE =
  "Usage: npm run users:create-admin [-- --email EMAIL --name NAME --password-stdin]; what is left out is asked for.";

/** What is wrong with an answer, by the code of the rule it breaks. */
const FAULTS: Record<string, string> = {
  email_missing: "An address is needed: --email EMAIL.",
  email_invalid: "This is no email address.",
  email_several: "Give one address.",
  email_not_latin: "Only Latin letters can stand before the @ of an address.",
  name_missing: "A name is needed: --name NAME.",
  name_long: "A name has at most 100 characters.",
  name_invalid: "The name has characters that cannot be shown.",
  password_missing: "A password is needed.",
  password_short: "A password has at least 12 characters.",
  password_long: "A password has at most 200 characters.",
};

await runCommand(async () => {
  const { values } = readArguments({
    options: {
      email: { type: "string" },
      name: { type: "string" },
      "password-stdin": { type: "boolean", default: false },
    },
  });
  refuseFault("email", values.email);
  refuseFault("name", values.name);
  const asked = await ask(values.email, values.name, values["password-stdin"]);
  const parsed = registrationSchema.safeParse(asked);
  if (!parsed.success) throw new UsageError(faultOf(parsed.error.issues[0]?.message));
  await withServices(async () => {
    const { createAdmin } = await import("@/lib/auth/create-admin");
    if (!(await createAdmin(parsed.data))) {
      throw new CommandError(
        `${parsed.data.email} has an account already; npm run users:set-role gives it another role.`,
      );
    }
    console.log(`${parsed.data.email} is an admin and can sign in now.`);
  });
});

/** Before anything is asked, so that nobody types a password for nothing. */
function refuseFault(field: "email" | "name", value: string | undefined): void {
  if (value === undefined) return;
  const parsed = registrationSchema.shape[field].safeParse(value);
  if (!parsed.success) throw new UsageError(faultOf(parsed.error.issues[0]?.message));
}

function faultOf(code: string | undefined): string {
  return FAULTS[code ?? ""] ?? USAGE;
}

/** What the flags leave out, asked on the terminal; the password is not shown while it is typed. */
async function ask(email: string | undefined, name: string | undefined, fromStdin: boolean) {
  if (fromStdin) {
    if (email === undefined || name === undefined) throw new UsageError(USAGE);
    return { email, name, password: (await text(process.stdin)).replace(/\r?\n$/, "") };
  }
  if (!process.stdin.isTTY) throw new UsageError(USAGE);
  const screen = new Screen();
  const terminal = createInterface({ input: process.stdin, output: screen, terminal: true });
  // Ctrl-C and Ctrl-D leave the question unanswered.
  const given = (question: string) => terminal.question(question);
  try {
    const said = { email: email ?? (await given("Email: ")), name: name ?? (await given("Name: ")) };
    process.stdout.write("Password (at least 12 characters, not shown): ");
    screen.silent = true;
    const password = await given("");
    process.stdout.write("\n");
    return { ...said, password };
  } finally {
    terminal.close();
  }
}

/** The terminal, which can be told to keep to itself what is typed. */
class Screen extends Writable {
  silent = false;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    if (!this.silent) process.stdout.write(chunk);
    done();
  }
}
