import { createInterface } from "node:readline/promises";
import { readKnownEmail, searchedEmail, shownEmail } from "@/lib/email-address";
import type { ErasingScope } from "@/lib/erasing/queries";
import { CommandError, readArguments, runCommand, UsageError } from "@/scripts/command-line";
import { withServices } from "@/scripts/embedded/with-services";
import { findOwner, type Owner } from "@/scripts/recipients/find-owner";

const USAGE = "Usage: npm run recipients:erase -- --owner EMAIL ADDRESS [--yes]";

interface Wishes {
  owner: string;
  address: string;
  /** Nothing is asked. */
  sure: boolean;
}

await runCommand(async () => {
  const wishes = readWishes();
  await withServices(async () => {
    const owner = await findOwner(wishes.owner);
    await announce(owner, wishes);
    if (!wishes.sure) await confirm(wishes.address);
    await erase(owner, wishes.address);
  });
});

function readWishes(): Wishes {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: { owner: { type: "string" }, yes: { type: "boolean", default: false } },
  });
  const [typed, ...others] = positionals;
  if (!values.owner || typed === undefined || others.length > 0) throw new UsageError(USAGE);
  const read = readKnownEmail(typed);
  if (!read.ok) throw new UsageError(`"${typed.slice(0, 60)}" is no email address.`);
  if (!values.yes && !process.stdin.isTTY)
    throw new UsageError("Nobody can be asked here: --yes erases without a question.");
  return { owner: searchedEmail(values.owner), address: read.email, sure: values.yes };
}

async function announce(owner: Owner, { address }: Wishes): Promise<void> {
  const { erasingScope } = await import("@/lib/erasing/queries");
  const scope = await erasingScope(owner, address);
  console.log(
    `${shownEmail(address)}: ${inWords(scope)}. Address, name, fields and the provider's words are erased for good; ` +
      "figures of attempts stay. Imports will leave this address out.",
  );
}

function inWords({ recipient, lists, deliveries, suppressions }: ErasingScope): string {
  return [
    recipient ? `a recipient in ${counted(lists, "list")}` : "no recipient",
    counted(deliveries, "delivery", "deliveries"),
    counted(suppressions, "suppression"),
  ].join(", ");
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** @throws CommandError where something else is typed */
async function confirm(address: string): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const typed = readKnownEmail(await terminal.question("Type the address to erase it: "));
    if (!typed.ok || typed.email !== address)
      throw new CommandError("Nothing was erased: this is another address.");
  } finally {
    terminal.close();
  }
}

async function erase(owner: Owner, address: string): Promise<void> {
  const [{ eraseAddress }, { openErasings }, { applyChange }] = await Promise.all([
    import("@/lib/erasing/commands"),
    import("@/lib/erasing/queries"),
    import("@/lib/cache/apply-change"),
  ]);
  const { value, changed } = await eraseAddress(owner.id, address);
  await applyChange(changed, "outside");
  const open = value.completed ? null : await openErasings(owner);
  if (open === null) console.log("Erased.");
  else
    console.log(
      `Erased, but for ${open.emails === 1 ? "one request" : `${open.emails} requests`} to the provider that may have ` +
        `gone out: ${open.emails === 1 ? "its copy goes" : "their copies go"} by ${open.until?.toISOString() ?? "the next tick"}.`,
    );
}
