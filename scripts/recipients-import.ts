import { createReadStream } from "node:fs";
import { searchedEmail } from "@/lib/email-address";
import type { ImportOptions, ImportResult } from "@/lib/recipients/import";
import type { ColumnWishes } from "@/lib/recipients/import-columns";
import type { ImportRefusal } from "@/lib/recipients/import-fault";
import { ENCODINGS } from "@/lib/recipients/import-text";
import { CommandError, readArguments, runCommand, UsageError } from "@/scripts/command-line";
import { withServices } from "@/scripts/embedded/with-services";
import {
  fromWhereTyped,
  refuseUnreadable,
  refuseUnwritable,
  reportBeside,
} from "@/scripts/recipients/import-files";
import { openReport } from "@/scripts/recipients/import-report";
import { ImportTally } from "@/scripts/recipients/import-tally";

const USAGE =
  "Usage: npm run recipients:import -- --owner EMAIL FILE.csv [--list NAME] [--delimiter ;] " +
  "[--encoding windows-1251] [--email-column NAME] [--name-column NAME] [--report FILE | --no-report]";

const REFUSALS: Record<ImportRefusal, string> = {
  list_unknown: "the list is gone",
  empty_file: "the file has no rows",
  not_text: "the file is no CSV text; save a spreadsheet as CSV first",
  delimiter_unknown: "the file says that it is delimited by something else than commas, semicolons or tabs",
  email_column_missing: "no column holds addresses; --email-column says which by its name or number",
  column_unknown: "--email-column or --name-column names none of its columns",
  columns_mismatch: "the columns given do not match the file",
  too_many_columns: "the file has more than 100 columns",
  quote_unclosed: "a quote in this row is never closed, so nothing after it can be read",
  row_too_large: "this row is larger than 500,000 bytes, so a quote is probably never closed",
};

interface Wishes {
  owner: string;
  file: string;
  list: string | undefined;
  /** What is said about the file; the rest is detected. */
  said: Pick<ImportOptions, "delimiter" | "encoding" | "wishes">;
  report: string | undefined;
}

await runCommand(async () => {
  const wishes = readWishes();
  await refuseUnreadable(wishes.file);
  if (wishes.report !== undefined) await refuseUnwritable(wishes.report, wishes.file);
  await withServices(({ signal }) => importFile(wishes, signal));
});

function readWishes(): Wishes {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: {
      owner: { type: "string" },
      list: { type: "string" },
      delimiter: { type: "string" },
      encoding: { type: "string" },
      "email-column": { type: "string" },
      "name-column": { type: "string" },
      report: { type: "string" },
      "no-report": { type: "boolean", default: false },
    },
  });
  const [file, ...others] = positionals;
  if (!values.owner || file === undefined || others.length > 0) throw new UsageError(USAGE);
  if (values.list?.trim() === "") throw new UsageError("--list needs a name.");
  if (values.report !== undefined && values["no-report"]) {
    throw new UsageError("--report and --no-report contradict each other.");
  }
  return {
    owner: searchedEmail(values.owner),
    file: fromWhereTyped(file),
    list: values.list?.trim(),
    said: {
      ...delimiterSaid(values.delimiter),
      ...encodingSaid(values.encoding),
      wishes: columnsSaid(values["email-column"], values["name-column"]),
    },
    report: values["no-report"]
      ? undefined
      : values.report === undefined
        ? reportBeside(file)
        : fromWhereTyped(values.report),
  };
}

function delimiterSaid(given: string | undefined): Pick<ImportOptions, "delimiter"> {
  if (given === undefined) return {};
  if (given === "," || given === ";") return { delimiter: given };
  if (given === "\t" || given === "\\t" || given === "tab") return { delimiter: "\t" };
  throw new UsageError("--delimiter must be a comma, a semicolon or the word tab.");
}

/** Columns by their names or numbers. */
function columnsSaid(email: string | undefined, name: string | undefined): ColumnWishes {
  return { ...(email !== undefined && { email }), ...(name !== undefined && { name }) };
}

function encodingSaid(given: string | undefined): Pick<ImportOptions, "encoding"> {
  if (given === undefined) return {};
  const encoding = ENCODINGS.find((name) => name === given.toLowerCase());
  if (encoding === undefined) throw new UsageError(`--encoding must be one of ${ENCODINGS.join(", ")}.`);
  return { encoding };
}

async function importFile(wishes: Wishes, signal: AbortSignal): Promise<void> {
  const [{ database }, { importRecipients }, { applyChange }, { cacheTags }] = await Promise.all([
    import("@/lib/db"),
    import("@/lib/recipients/import"),
    import("@/lib/cache/apply-change"),
    import("@/lib/cache/tags"),
  ]);
  const ownerId = await findOwner(wishes.owner);
  const listId = wishes.list === undefined ? null : await listNamed(ownerId, wishes.list);
  const report = wishes.report === undefined ? undefined : await openReport(wishes.report);
  const tally = new ImportTally();
  try {
    const result = await importRecipients(database(), {
      ownerId,
      listId,
      source: createReadStream(wishes.file),
      ...wishes.said,
      ...(report === undefined ? {} : { onOutcomes: (outcomes) => report.write(outcomes) }),
      onProgress: (progress) => tally.show(progress),
      signal,
    });
    tally.end();
    tell(result, tally, wishes);
  } catch (error) {
    if (signal.aborted) console.log(`Stopped after ${tally.figures} Started again, it goes on.`);
    throw error;
  } finally {
    await report?.close();
    // What was written before an interruption shows too.
    await applyChange({ tags: [cacheTags.recipients(ownerId), cacheTags.clients()], wake: false }, "outside");
  }
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

/**
 * @throws CommandError where the file could not be read to its end, or nobody of it is among the recipients now
 * @throws UsageError where the command has to be given differently
 */
function tell(result: ImportResult, tally: ImportTally, { file, report }: Wishes): void {
  const { rows, added, updated, unchanged } = result.summary;
  if (result.ok || rows > 0) console.log(tally.figures);
  if (report !== undefined && rows > 0) console.log(`What became of each row: ${report}`);
  if (!result.ok) throw refusalOf(result, file);
  console.log(tally.pace);
  if (rows > 0 && added + updated + unchanged === 0)
    throw new CommandError(`${file}: of ${rows} rows none gave a recipient.`);
}

function refusalOf({ code, line, detail }: Extract<ImportResult, { ok: false }>, file: string): Error {
  if (code === "column_unknown") return new UsageError(`${file}: ${REFUSALS[code]}: ${detail}.`);
  return new CommandError(`${line === null ? file : `${file}, line ${line}`}: ${REFUSALS[code]}.`);
}
