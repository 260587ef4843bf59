import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { ImportOptions, ImportResult } from "@/lib/recipients/import";
import type { ImportRefusal } from "@/lib/recipients/import-fault";
import type { LeftOutRow } from "@/lib/recipients/import-row";
import { CommandError, readArguments, runCommand, UsageError } from "@/scripts/command-line";
import { withServices } from "@/scripts/embedded/with-services";
import { fromWhereTyped, refuseUnreadable, refuseUnwritable } from "@/scripts/recipients/import-files";

const USAGE =
  "Usage: npm run recipients:import -- --owner EMAIL FILE.csv [--list NAME] [--delimiter ;] [--report FILE]";

const REFUSALS: Record<ImportRefusal, string> = {
  list_unknown: "the list is gone",
  empty_file: "the file has no rows",
  not_text: "the file is no CSV text; save a spreadsheet as CSV first",
  email_column_missing: "no column is named email",
  columns_mismatch: "the columns given do not match the file",
  too_many_columns: "the file has more than 100 columns",
  quote_unclosed: "a quote in this row is never closed, so nothing after it can be read",
  row_too_large: "this row is larger than 500,000 bytes, so a quote is probably never closed",
};

interface Wishes {
  owner: string;
  file: string;
  list: string | undefined;
  delimiter: ImportOptions["delimiter"];
  report: string | undefined;
}

await runCommand(async () => {
  const wishes = readWishes();
  await refuseUnreadable(wishes.file);
  if (wishes.report !== undefined) await refuseUnwritable(wishes.report);
  await withServices(({ signal }) => importFile(wishes, signal));
});

function readWishes(): Wishes {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: {
      owner: { type: "string" },
      list: { type: "string" },
      delimiter: { type: "string" },
      report: { type: "string" },
    },
  });
  const [file, ...others] = positionals;
  if (!values.owner || file === undefined || others.length > 0) throw new UsageError(USAGE);
  if (values.list?.trim() === "") throw new UsageError("--list needs a name.");
  return {
    owner: values.owner.trim().toLowerCase(),
    file: fromWhereTyped(file),
    list: values.list?.trim(),
    delimiter: readDelimiter(values.delimiter),
    report: values.report === undefined ? undefined : fromWhereTyped(values.report),
  };
}

function readDelimiter(given: string | undefined): Wishes["delimiter"] {
  if (given === undefined || given === "," || given === ";") return given;
  if (given === "\t" || given === "\\t" || given === "tab") return "\t";
  throw new UsageError("--delimiter must be a comma, a semicolon or the word tab.");
}

async function importFile(wishes: Wishes, signal: AbortSignal): Promise<void> {
  const [{ database }, { importRecipients }, { refreshTags }, { cacheTags }] = await Promise.all([
    import("@/lib/db"),
    import("@/lib/recipients/import"),
    import("@/lib/refresh-tags"),
    import("@/lib/cache-tags"),
  ]);
  const ownerId = await findOwner(wishes.owner);
  const listId = wishes.list === undefined ? null : await listNamed(ownerId, wishes.list);
  const report = wishes.report === undefined ? undefined : await openReport(wishes.report);
  let result: ImportResult;
  try {
    result = await importRecipients(database(), {
      ownerId,
      listId,
      source: createReadStream(wishes.file),
      ...(wishes.delimiter === undefined ? {} : { delimiter: wishes.delimiter }),
      ...(report === undefined ? {} : { onLeftOut: (rows) => report.write(rows) }),
      onProgress: ({ rows }) => showProgress(rows),
      signal,
    });
  } finally {
    await report?.close();
    // What was written before an interruption shows too.
    await refreshTags([cacheTags.recipients(ownerId)]);
  }
  if (process.stderr.isTTY) process.stderr.write("\n");
  tell(result, wishes);
}

async function findOwner(email: string): Promise<string> {
  const [{ database }, { mayOwnMailings }] = await Promise.all([
    import("@/lib/db"),
    import("@/lib/users/policy"),
  ]);
  const owner = await database().user.findUnique({ where: { email }, select: { id: true, role: true } });
  if (owner === null) throw new CommandError(`Nobody has an account with the address ${email}.`);
  if (!mayOwnMailings(owner)) throw new CommandError(`${email} has a role that owns no recipients.`);
  return owner.id;
}

/** The owner's list of that name, made where there is none. */
async function listNamed(ownerId: string, name: string): Promise<string> {
  const { database } = await import("@/lib/db");
  const { id } = await database().recipientList.upsert({
    where: { ownerId_name: { ownerId, name } },
    create: { ownerId, name },
    update: {},
    select: { id: true },
  });
  return id;
}

async function openReport(place: string) {
  const file = await open(place, "w");
  await file.write("line,reason,value\n");
  return {
    async write(rows: LeftOutRow[]) {
      await file.write(rows.map((row) => `${row.line},${row.reason},${quoted(row.value)}\n`).join(""));
    },
    close: () => file.close(),
  };
}

/** A spreadsheet would run a cell that begins like a formula. */
function quoted(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${harmless.replaceAll('"', '""')}"`;
}

function showProgress(rows: number): void {
  const line = `${rows.toLocaleString("en")} rows`;
  process.stderr.write(process.stderr.isTTY ? `\r${line}` : `${line}\n`);
}

function tell(result: ImportResult, { file, report }: Wishes): void {
  const { rows, added, updated, unchanged, duplicate, invalid } = result.summary;
  const figures = { added, updated, unchanged, duplicate, invalid };
  const parts = Object.entries(figures).map(([name, count]) => `${count.toLocaleString("en")} ${name}`);
  console.log(`${rows.toLocaleString("en")} rows: ${parts.join(", ")}.`);
  if (report !== undefined && duplicate + invalid > 0) {
    console.log(`The rows left out are listed in ${report}.`);
  }
  if (result.ok) return;
  const place = result.line === null ? file : `${file}, line ${result.line}`;
  throw new CommandError(`${place}: ${REFUSALS[result.code]}.`);
}
