import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { z } from "zod";
import { inProject } from "@/scripts/project";

const NO_FILTERS = { externalTables: [], externalEnums: [] };

// The package's own entry imports the .wasm file as a module, which Node 20 cannot.
const glueSchema = z.looseObject({ __wbg_set_wasm: z.custom<(exports: unknown) => void>(isFunction) });
const exportsSchema = z.looseObject({ __wbindgen_start: z.custom<() => void>(isFunction) });

let loaded: Promise<void> | undefined;

/** Prisma's own schema engine, without the binary it is otherwise fetched as. */
export async function openSchemaEngine(databaseUrl: string) {
  loaded ??= load();
  await loaded;
  const schema = await readSchema();
  const engine = await bindings.SchemaEngine.new(
    { datamodels: [["schema.prisma", schema]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString: databaseUrl })),
  );
  return {
    /** What it has to say about the history of a database compared with a folder of migrations. */
    async diagnose(migrations: readonly { name: string; sql: string }[]) {
      return engine.diagnoseMigrationHistory({
        migrationsList: {
          baseDir: inProject("prisma", "migrations"),
          lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
          shadowDbInitScript: "",
          migrationDirectories: migrations.map(({ name, sql }) => ({
            path: name,
            migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
          })),
        },
        optInToShadowDatabase: false,
        filters: NO_FILTERS,
      });
    },
    /** The SQL that makes an empty database into what schema.prisma says. */
    async sqlOfSchema(): Promise<string> {
      const { stdout } = await engine.diff({
        from: { tag: "empty" },
        to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: schema }] },
        script: true,
        exitCode: null,
        filters: NO_FILTERS,
      });
      if (stdout === null) throw new Error("The schema engine printed no SQL.");
      return stdout;
    },
  };
}

function readSchema(): Promise<string> {
  return readFile(inProject("prisma", "schema.prisma"), "utf8");
}

async function load(): Promise<void> {
  const file = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  const glue = glueSchema.parse({ ...bindings });
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    "./schema_engine_bg.js": { ...bindings },
  });
  glue.__wbg_set_wasm(instance.exports);
  exportsSchema.parse({ ...instance.exports }).__wbindgen_start();
}

function isFunction(value: unknown): boolean {
  return typeof value === "function";
}
