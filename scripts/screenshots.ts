import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CommandError, readArguments, runCommand } from "@/scripts/command-line";
import { ensureClient } from "@/scripts/database/client";
import { inProject } from "@/scripts/project";
import { gallery } from "@/scripts/testing/gallery";
import { withApplication } from "@/scripts/testing/playwright";
import { stageEnvironment } from "@/scripts/testing/run-program";

/** `npm run screenshots`: every page as everybody who may see it, as pictures with a page to look through them. */
await runCommand(async () => {
  readArguments({});
  Object.assign(process.env, stageEnvironment());
  await ensureClient();
  const images = inProject("screenshots");
  await rm(images, { recursive: true, force: true });
  await mkdir(images);
  const interrupted = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => {
      interrupted.abort(new CommandError("The pictures were interrupted."));
    });
  }
  const exitCode = await takeImages(images, interrupted.signal);
  interrupted.signal.throwIfAborted();
  const names = (await readdir(images)).filter((name) => name.endsWith(".png")).sort();
  const index = path.join(images, "index.html");
  await writeFile(index, gallery(names));
  console.log(`${names.length} pictures: ${index}`);
  if (exitCode !== 0) throw new CommandError("Not every page could be taken; the reasons stand above.");
});

async function takeImages(images: string, signal: AbortSignal): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), "posthorn-screenshots-"));
  try {
    return await withApplication({ folder, signal }, (playwright) =>
      playwright(["--reporter=list"], { SCREENSHOTS_FOLDER: images }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
