import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deployMigrations, readMigrations } from "@/scripts/database/migrations";
import { inProject } from "@/scripts/project";
import { describeDatabase } from "@/tests/support/catalogue-of-schema";
import { createBareDatabase } from "@/tests/support/database";
import type { TestDatabase } from "@/tests/support/database";
import { openSchemaEngine } from "@/tests/support/schema-engine";
import { onServer } from "@/tests/support/server-connection";

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createBareDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "posthorn-migrations-"));
});

afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function writeMigration(name: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, name, "migration.sql"), sql);
}

describe("the history of migrations", () => {
  test("is clean to Prisma's own engine after the project's migrations", async () => {
    const migrations = await readMigrations(inProject("prisma", "migrations"));
    expect(await deployMigrations(database.url)).toEqual(migrations.map(({ name }) => name));

    const engine = await openSchemaEngine(database.url);
    expect(await engine.diagnose(migrations)).toEqual({
      hasMigrationsTable: true,
      history: null,
      failedMigrationNames: [],
      editedMigrationNames: [],
    });
    const changed = migrations.map(({ name, sql }) => ({ name, sql: `${sql}\n-- and more` }));
    const diagnosis = await engine.diagnose(changed);
    expect(diagnosis.editedMigrationNames).toEqual(migrations.map(({ name }) => name));
  });

  test("holds each migration once when ten processes start together", async () => {
    await writeMigration("1_first", "CREATE TABLE one (id int); SELECT pg_sleep(0.2);");
    await writeMigration("2_second", "ALTER TABLE one ADD COLUMN two int;");
    const applied = await Promise.all(
      Array.from({ length: 10 }, () => deployMigrations(database.url, folder)),
    );

    expect(applied.flat().sort()).toEqual(["1_first", "2_second"]);
    const rows = await onServer(
      database.url,
      `SELECT migration_name, applied_steps_count FROM "_prisma_migrations" ORDER BY finished_at`,
    );
    expect(rows).toEqual([
      { migration_name: "1_first", applied_steps_count: 1 },
      { migration_name: "2_second", applied_steps_count: 1 },
    ]);
  });

  test("takes up only what is new", async () => {
    await writeMigration("1_first", "CREATE TABLE one (id int);");
    await deployMigrations(database.url, folder);
    await writeMigration("2_second", "CREATE TABLE two (id int);");
    expect(await deployMigrations(database.url, folder)).toEqual(["2_second"]);
    expect(await deployMigrations(database.url, folder)).toEqual([]);
  });
});

describe("a migration that fails", () => {
  test("leaves nothing behind, names itself and the line, and can be tried again", async () => {
    await writeMigration("1_first", "CREATE TABLE one (id int);");
    await writeMigration("2_broken", "CREATE TABLE two (id int);\nINSERT INTO nowhere VALUES (1);\n");
    await expect(deployMigrations(database.url, folder)).rejects.toThrow(
      /2_broken, line 2.*relation "nowhere" does not exist/,
    );
    const tables = (await describeDatabase(database.url)).filter((line) => line.startsWith("table "));
    expect(tables).toEqual(["table one"]);

    await writeMigration("2_broken", "CREATE TABLE two (id int);");
    expect(await deployMigrations(database.url, folder)).toEqual(["2_broken"]);
  });

  test("is refused by name when its file was changed after it was applied", async () => {
    await writeMigration("1_first", "CREATE TABLE one (id int);");
    await deployMigrations(database.url, folder);
    await writeMigration("1_first", "CREATE TABLE one (id bigint);");
    await expect(deployMigrations(database.url, folder)).rejects.toThrow("1_first was changed");
  });

  test("is not taken for a changed one when Git turned its line ends", async () => {
    await writeMigration("1_first", "CREATE TABLE one (\n  id int\n);\n");
    await deployMigrations(database.url, folder);
    await writeMigration("1_first", "CREATE TABLE one (\r\n  id int\r\n);\r\n");
    expect(await deployMigrations(database.url, folder)).toEqual([]);
  });

  test("stops everything when another tool left it half done", async () => {
    await writeMigration("1_first", "CREATE TABLE one (id int);");
    await deployMigrations(database.url, folder);
    await onServer(database.url, `UPDATE "_prisma_migrations" SET finished_at = NULL`);
    await expect(deployMigrations(database.url, folder)).rejects.toThrow("1_first was begun by another tool");
  });
});

test("a database that holds the tables of something else is left as it is", async () => {
  await onServer(database.url, "CREATE TABLE their_orders (id int)");
  await expect(deployMigrations(database.url)).rejects.toThrow("tables of something else");
  const tables = (await describeDatabase(database.url)).filter((line) => line.startsWith("table "));
  expect(tables).toEqual(["table their_orders"]);
});

test("schema.prisma and the migrations describe the same database", async () => {
  const other = await createBareDatabase();
  try {
    await deployMigrations(database.url);
    const engine = await openSchemaEngine(other.url);
    // Defaults call functions that the schema's language cannot define.
    await onServer(other.url, FUNCTIONS_IN_DEFAULTS.join(";"));
    await onServer(other.url, await engine.sqlOfSchema());

    const migrated = await describeDatabase(database.url);
    const fromSchema = await describeDatabase(other.url);
    expect(fromSchema.filter((line) => !migrated.includes(line))).toEqual([]);
    expect(namesOf(migrated.filter((line) => !fromSchema.includes(line)))).toEqual(BEYOND_PRISMA.toSorted());
  } finally {
    await other.drop();
  }
});

function namesOf(lines: string[]): string[] {
  return lines.map((line) => /^(?:index CREATE (?:UNIQUE )?INDEX|\w+) (\S+)/.exec(line)?.[1] ?? line).sort();
}

const FUNCTIONS_IN_DEFAULTS = [
  "CREATE FUNCTION uuid_v7() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()'",
  "CREATE FUNCTION engine_now() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
];

/** What the migrations add to schema.prisma because its language has no word for it. */
const BEYOND_PRISMA = [
  "attempts.attempts_batch_size",
  "attempts.attempts_closed",
  "attempts.attempts_counts",
  "attempts.attempts_equation",
  "attempts.attempts_retry",
  "attempts.attempts_retry_uncertain",
  "attempts.attempts_start",
  "attempts_figures_idx",
  "attempts_open_key",
  "attempts_owner_figures_idx",
  "attempts_owner_trouble_idx",
  "attempts_trouble_idx",
  "batches.batches_closed",
  "batches.batches_counts",
  "batches.batches_equation",
  "batches.batches_lease",
  "batches.batches_unknown_keeps_body",
  "batches_claimable_idx",
  "batches_lease_idx",
  "batches_open_idx",
  "batches_unknown_idx",
  "deliveries.deliveries_accepted_has_id",
  "deliveries.deliveries_address_lower",
  "deliveries.deliveries_note_outcomes",
  "deliveries.deliveries_recount_domains",
  "deliveries.deliveries_resolved",
  "deliveries.deliveries_settled",
  "deliveries_attempt_id_address_key",
  "deliveries_automated_idx",
  "deliveries_clicked_idx",
  "deliveries_fate_idx",
  "deliveries_opened_idx",
  "deliveries_retry_of_id_key",
  "images_forget_at_idx",
  "images_owner_source_hash_key",
  "jobs.jobs_claimed",
  "jobs.jobs_counted",
  "jobs.jobs_finished",
  "jobs_open_idx",
  "keep_earlier_suppression()",
  "lists.lists_name",
  "mailings.mailings_finished",
  "mailings.mailings_name",
  "mailings.mailings_protected",
  "mailings.mailings_start_local",
  "mailings.mailings_stop",
  "mailings_due_idx",
  "mailings_present_idx",
  "mailings_protected_idx",
  "mailings_stopped_idx",
  "mailings_unfinished_idx",
  "messages.messages_subject_one_line",
  "note_outcomes()",
  "notices_waiting_idx",
  "outcomes_of(address",
  "posts.posts_published_at",
  "posts_drafts_idx",
  "posts_public_idx",
  "posts_scheduled_idx",
  "provider_events_list_idx",
  "provider_state.provider_state_halt",
  "provider_state.provider_state_one_row",
  "receiving_domain(address",
  "recipients.recipients_email_lower",
  "recipients_email_idx",
  "recipients_text_idx",
  "recount_domains()",
  "suppressions.suppressions_email_lower",
  "suppressions.suppressions_keep_earlier",
  "suppressions_active_key",
  "suppressions_reason_idx",
  "suppressions_unsubscribed_idx",
  "users.users_blocked",
  "users.users_email_lower",
  "users_unconfirmed_idx",
];
