import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inProject, PROJECT } from "@/scripts/project";
import { npmScript } from "@/scripts/testing/npm-script";
import { stageEnvironment } from "@/scripts/testing/run-program";
import { PRODUCTION, sentenceAbout } from "@/tests/support/configurations";

interface Row {
  script: string;
  args?: string[];
  settings: Record<string, string>;
  name: string;
}

interface Ending {
  code: number;
  stdout: string;
  stderr: string;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "posthorn-configuration-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A command as npm runs it, with these settings and no others. */
function run(script: string, args: readonly string[], settings: Record<string, string>): Promise<Ending> {
  const env = stageEnvironment({ POSTHORN_DATA: path.join(folder, "data"), ...settings });
  return new Promise((resolve) => {
    const program = [...npmScript(script), ...args];
    execFile(process.execPath, program, { cwd: PROJECT, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

const elsewhere = { DATABASE_URL: PRODUCTION.DATABASE_URL };
const typo = { ...PRODUCTION, DATABASE_URL: `${PRODUCTION.DATABASE_URL}?sslmode=requierd` };

/** Said before anything is read, which may take seconds. */
const STARTING = "Posthorn is starting. The first start takes a few minutes.\n";

describe.concurrent("a configuration that cannot be used", () => {
  it.each<Row>([
    { script: "start", settings: { PORT: "http" }, name: "PORT" },
    { script: "dev", settings: { HOST: "http://0.0.0.0" }, name: "HOST" },
    { script: "mailings:send", settings: elsewhere, name: "RESEND_API_KEY" },
    {
      script: "scheduler",
      settings: { ...PRODUCTION, APP_URL: "http://localhost:3000" },
      name: "APP_URL",
    },
    {
      script: "recipients:import",
      args: ["--owner", "a@posthorn.io", inProject("README.md")],
      settings: { ...PRODUCTION, CRON_SECRET: PRODUCTION.AUTH_SECRET },
      name: "CRON_SECRET",
    },
    { script: "db:deploy", settings: typo, name: "DATABASE_URL" },
    { script: "db:seed", settings: PRODUCTION, name: "DATABASE_URL" },
    { script: "verify", settings: { POSTHORN_DATA: "node_modules/data" }, name: "POSTHORN_DATA" },
    { script: "shell", settings: { VERCEL: "1" }, name: "DATABASE_URL" },
  ])("ends $script with 2 and one sentence about $name", async ({ script, args = [], settings, name }) => {
    const { code, stdout, stderr } = await run(script, args, settings);
    expect({ code, stdout }).toEqual({ code: 2, stdout: ["start", "dev"].includes(script) ? STARTING : "" });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr.trim()).toMatch(sentenceAbout(name));
  });

  it("is told by npm run doctor in full, variable by variable", async () => {
    const { code, stdout, stderr } = await run("doctor", [], {
      ...elsewhere,
      PORT: "http",
      AUTH_SECRET: "short",
    });
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
    const lines = stdout.trim().split("\n");
    expect(lines.map((line) => /^FAULT configuration: ([A-Z_]+) \S.*\.$/.exec(line)?.[1])).toEqual([
      "RESEND_API_KEY",
      "AUTH_SECRET",
      "CRON_SECRET",
      "UNSUBSCRIBE_SECRET",
      "PORT",
    ]);
  });
});

it("and a word too many end npm start with 2 before anything is started", async () => {
  const { code, stdout, stderr } = await run("start", ["now"], {});
  expect({ code, stdout }).toEqual({ code: 2, stdout: STARTING });
  expect(stderr).toMatch(/^[^\n]*now[^\n]*\n$/);
});
