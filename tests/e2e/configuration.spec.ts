import { execFile } from "node:child_process";
import { expect, test } from "@playwright/test";
import { inProject, PROJECT } from "@/scripts/project";
import { stageEnvironment } from "@/scripts/testing/run-program";
import { PRODUCTION } from "@/tests/support/configurations";

/** The built application without this project's commands, as a server of one's own would start it. */
function serveWith(settings: Record<string, string>): Promise<{ code: number; stderr: string }> {
  const program = [inProject("node_modules", "next", "dist", "bin", "next"), "start", "--port", "0"];
  const options = {
    cwd: PROJECT,
    env: stageEnvironment({ ...settings, NODE_ENV: "production" }),
    timeout: 60_000,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, program, options, (error, _stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stderr }),
    );
  });
}

test("a server started without the commands refuses to serve where its mails would carry dead links", async () => {
  const { code, stderr } = await serveWith({ ...PRODUCTION, APP_URL: "http://localhost:3000" });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^APP_URL must be an https address[^\n]*\.\n$/);
});
