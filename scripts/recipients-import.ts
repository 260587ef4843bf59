import path from "node:path";
import { searchedEmail } from "@/lib/email-address";
import type { JobFault } from "@/lib/jobs/words";
import type { ImportOptions, ImportResult } from "@/lib/recipients/import";
import type { ColumnWishes } from "@/lib/recipients/import-columns";
import type { ImportRecord } from "@/lib/recipients/import-record";
import type { ImportRules } from "@/lib/recipients/import-write";
import { DELIMITERS } from "@/lib/recipients/import-delimiter";
import { isEncoding } from "@/lib/recipients/import-encoding";
import { CommandError, readArguments, runCommand, UsageError } from "@/scripts/command-line";
import { withServices } from "@/scripts/embedded/with-services";
import { findOwner } from "@/scripts/recipients/find-owner";
import {
  fromWhereTyped,
  refuseUnreadable,
  refuseUnwritable,
  reportBeside,
} from "@/scripts/recipients/import-files";
import { openSource, type ImportSource } from "@/scripts/recipients/import-source";
import { openReport } from "@/scripts/recipients/import-report";
import { ImportTally } from "@/scripts/recipients/import-tally";
import { refusalOf, takenFor } from "@/scripts/recipients/import-words";

const USAGE =
  "Usage: npm run recipients:import -- --owner EMAIL FILE.csv|FILE.xlsx [--list NAME] " +
  "[--sheet NAME] [--delimiter ;] [--encoding windows-1251] [--email-column NAME] [--name-column NAME] " +
  "[--states ignore|suppress] [--existing update|keep] [--list-existing yes|no] " +
  "[--report FILE | --no-report | --dry-run]";

interface Wishes {
  owner: string;
  file: string;
  list: string | undefined;
  sheet: string | undefined;
  /** What is said about the file; the rest is detected. */
  said: Pick<ImportOptions, "delimiter" | "encoding" | "wishes" | "unknownStates">;
  rules: ImportRules;
  /** Counts are told, and nothing is written. */
  dryRun: boolean;
  report: string | undefined;
}

await runCommand(async () => {
  const wishes = readWishes();
  await refuseUnreadable(wishes.file);
  if (wishes.report !== undefined) await refuseUnwritable(wishes.report, wishes.file);
  const source = await openSource(wishes.file, wishes.sheet, wishes.said);
  await withServices(({ signal }) => importFile(wishes, source, signal));
});

function readWishes(): Wishes {
  const { values, positionals } = readArguments({
    allowPositionals: true,
    options: {
      owner: { type: "string" },
      list: { type: "string" },
      sheet: { type: "string" },
      delimiter: { type: "string" },
      encoding: { type: "string" },
      "email-column": { type: "string" },
      "name-column": { type: "string" },
      states: { type: "string" },
      existing: { type: "string", default: "update" },
      "list-existing": { type: "string" },
      "dry-run": { type: "boolean", default: false },
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
  if (values.report !== undefined && values["dry-run"]) {
    throw new UsageError("--report and --dry-run contradict each other: a dry run tells counts alone.");
  }
  if (values["list-existing"] !== undefined && values.list === undefined) {
    throw new UsageError("--list-existing needs --list.");
  }
  return {
    owner: searchedEmail(values.owner),
    file: fromWhereTyped(file),
    list: values.list?.trim(),
    sheet: values.sheet,
    said: {
      ...delimiterSaid(values.delimiter),
      ...encodingSaid(values.encoding),
      ...statesSaid(values.states),
      wishes: {
        ...columnsSaid(values["email-column"], values["name-column"]),
        ignoreStates: values.states === "ignore",
      },
    },
    rules: {
      ...existingSaid(values.existing),
      listExisting: listExistingSaid(values["list-existing"] ?? "yes"),
    },
    dryRun: values["dry-run"],
    report:
      values["no-report"] || values["dry-run"]
        ? undefined
        : values.report === undefined
          ? reportBeside(file)
          : fromWhereTyped(values.report),
  };
}

function delimiterSaid(given: string | undefined): Pick<ImportOptions, "delimiter"> {
  if (given === undefined) return {};
  if (given === "\\t" || given === "tab") return { delimiter: "\t" };
  const delimiter = DELIMITERS.find((known) => known === given);
  if (delimiter !== undefined) return { delimiter };
  throw new UsageError("--delimiter must be a comma, a semicolon, a bar or the word tab.");
}

function statesSaid(given: string | undefined): Pick<ImportOptions, "unknownStates"> {
  if (given === undefined || given === "ignore") return {};
  if (given === "suppress") return { unknownStates: given };
  throw new UsageError("--states must be ignore or suppress.");
}

function existingSaid(given: string): Pick<ImportRules, "existing"> {
  if (given === "update" || given === "keep") return { existing: given };
  throw new UsageError("--existing must be update or keep.");
}

function listExistingSaid(given: string): boolean {
  if (given !== "yes" && given !== "no") throw new UsageError("--list-existing must be yes or no.");
  return given === "yes";
}

/** Columns by their names or numbers. */
function columnsSaid(email: string | undefined, name: string | undefined): ColumnWishes {
  return { ...(email !== undefined && { email }), ...(name !== undefined && { name }) };
}

function encodingSaid(given: string | undefined): Pick<ImportOptions, "encoding"> {
  if (given === undefined) return {};
  const encoding = given.trim().toLowerCase();
  if (isEncoding(encoding)) return { encoding };
  throw new UsageError(
    `--encoding ${given} is not known. It is a name such as utf-8, windows-1252, iso-8859-2, koi8-r, cp866 or macintosh.`,
  );
}

async function importFile(
  wishes: Wishes,
  { source, said, sheet }: ImportSource,
  signal: AbortSignal,
): Promise<void> {
  const [{ database }, { importRecipients }, { applyChange }, { cacheTags }] = await Promise.all([
    import("@/lib/db"),
    import("@/lib/recipients/import"),
    import("@/lib/cache/apply-change"),
    import("@/lib/cache/tags"),
  ]);
  const { id: ownerId } = await findOwner(wishes.owner);
  const listId = wishes.list === undefined || wishes.dryRun ? null : await listNamed(ownerId, wishes.list);
  const report = wishes.report === undefined ? undefined : await openReport(wishes.report);
  // Of an import that begins: one that is refused before its first row is none.
  let record: Promise<ImportRecord> | undefined;
  const tally = new ImportTally();
  let fault: JobFault | null = "command_ended";
  let encoding = "";
  try {
    const result = await importRecipients(database(), {
      ownerId,
      listId,
      source,
      ...wishes.said,
      ...wishes.rules,
      dryRun: wishes.dryRun,
      ...said,
      onOpened: (file) => {
        ({ encoding } = file);
        console.log(takenFor(file, sheet));
        if (!wishes.dryRun) record = beginRecord(wishes.file, ownerId);
      },
      ...(report === undefined ? {} : { onOutcomes: (outcomes) => report.write(outcomes) }),
      onProgress: (progress) => {
        tally.show(progress);
        void record?.then((begun) => begun.show(progress));
      },
      signal,
    });
    fault = result.ok ? null : "import_refused";
    tally.end();
    // Of a pipe it is known once a letter beyond ASCII has come.
    if (result.ok && result.file.encoding !== encoding) console.log(`Encoding ${result.file.encoding}.`);
    tell(result, tally, wishes);
  } catch (error) {
    if (signal.aborted) console.log(`Stopped after ${tally.figures} Started again, it goes on.`);
    throw error;
  } finally {
    await report?.close();
    await (await record)?.end(tally.summary, fault);
    // What was written before an interruption shows too.
    if (!wishes.dryRun)
      await applyChange(
        { tags: [cacheTags.recipients(ownerId), cacheTags.clients()], wake: false },
        "outside",
      );
  }
}

async function beginRecord(file: string, ownerId: string): Promise<ImportRecord> {
  const [{ database }, { ImportRecord }] = await Promise.all([
    import("@/lib/db"),
    import("@/lib/recipients/import-record"),
  ]);
  return ImportRecord.begin(database(), ownerId, path.basename(file));
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
function tell(result: ImportResult, tally: ImportTally, { file, report, dryRun }: Wishes): void {
  const { rows, added, updated, unchanged, suppressed } = result.summary;
  if (result.ok || rows > 0) console.log(dryRun ? `It would be ${tally.figures}` : tally.figures);
  if (report !== undefined && rows > 0) console.log(`What became of each row: ${report}`);
  if (dryRun) console.log("Nothing was written.");
  if (!result.ok) throw refusalOf(result, file);
  console.log(tally.pace);
  if (rows > 0 && added + updated + unchanged + suppressed === 0)
    throw new CommandError(`${file}: of ${rows} rows none gave a recipient.`);
}
