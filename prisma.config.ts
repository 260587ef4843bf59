import { defineConfig } from "prisma/config";

// Generating the client needs no schema engine, yet the CLI fetches the binary before every command.
// Naming any program in its place lets `prisma generate` work without a network and leaves
// `prisma migrate` as it is.
if (process.argv.includes("generate")) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  // Absent while generating, which asks no database.
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
