import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { readKnownEmail, searchedEmail } from "@/lib/email-address";
import { CommandError, readArguments, runCommand, UsageError } from "@/scripts/command-line";
import { withServices } from "@/scripts/embedded/with-services";
import { findOwner, type Owner } from "@/scripts/recipients/find-owner";
import { fromWhereTyped, reasonOf } from "@/scripts/recipients/import-files";

const USAGE =
  "Usage: npm run recipients:export -- --owner EMAIL [--list NAME | --address EMAIL] [--output FILE]";
/** People's addresses stand in it. */
const PRIVATE = 0o600;

interface Wishes {
  owner: string;
  /** Of the list, or of one person. */
  list: string | undefined;
  address: string | undefined;
  /** Undefined for standard output. */
  output: string | undefined;
}

await runCommand(async () => {
  const wishes = readWishes();
  await withServices(async ({ signal }) => {
    const owner = await findOwner(wishes.owner);
    await write(await exported(owner, wishes), wishes.output, signal);
  });
});

function readWishes(): Wishes {
  const { values } = readArguments({
    options: {
      owner: { type: "string" },
      list: { type: "string" },
      address: { type: "string" },
      output: { type: "string" },
    },
  });
  if (!values.owner) throw new UsageError(USAGE);
  if (values.list?.trim() === "") throw new UsageError("--list needs a name.");
  if (values.output === "") throw new UsageError("--output needs a file.");
  if (values.list !== undefined && values.address !== undefined)
    throw new UsageError("--list and --address contradict each other.");
  return {
    owner: searchedEmail(values.owner),
    list: values.list?.trim(),
    address: values.address === undefined ? undefined : addressSaid(values.address),
    output: values.output === undefined ? undefined : fromWhereTyped(values.output),
  };
}

function addressSaid(typed: string): string {
  const read = readKnownEmail(typed);
  if (!read.ok) throw new UsageError("--address must be one email address.");
  return read.email;
}

/** CSV of many, or JSON of all that is stored of one person. */
async function exported(owner: Owner, { list, address }: Wishes): Promise<Readable> {
  if (address !== undefined) {
    const { personData } = await import("@/lib/recipients/person-data");
    const data = await personData(owner.id, address);
    if (data === null) throw new CommandError(`Nothing is stored of ${address}.`);
    return Readable.from([`${JSON.stringify(data, null, 2)}\n`]);
  }
  const { exportRecipients } = await import("@/lib/recipients/export");
  const listId = list === undefined ? null : await listNamed(owner.id, list);
  const file = await exportRecipients(owner, { filter: { search: "", listId, suppressed: "" } });
  // The same stream; only the types of the browser's and Node's differ.
  return Readable.fromWeb(file as ReadableStream);
}

async function listNamed(ownerId: string, name: string): Promise<string> {
  const { database } = await import("@/lib/db");
  const list = await database().recipientList.findUnique({
    where: { ownerId_name: { ownerId, name } },
    select: { id: true },
  });
  if (list === null) throw new CommandError(`There is no list with the name ${name}.`);
  return list.id;
}

async function write(content: Readable, output: string | undefined, signal: AbortSignal): Promise<void> {
  if (output === undefined) {
    await pipeline(content, process.stdout, { signal, end: false });
    return;
  }
  try {
    const file = await open(output, "w", PRIVATE);
    // A file that was there keeps its mode otherwise; a pipe or a device has none of its own.
    if ((await file.stat()).isFile()) await file.chmod(PRIVATE);
    await pipeline(content, file.createWriteStream(), { signal });
  } catch (error) {
    if (signal.aborted || !(error instanceof Error && "syscall" in error)) throw error;
    throw new CommandError(`${output} cannot be written: ${reasonOf(error)}.`);
  }
  console.log(`Written to ${output}.`);
}
