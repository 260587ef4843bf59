import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

// No TypeScript: what compiles the commands has to run before they are compiled.

const PROJECT = path.dirname(import.meta.dirname);
const CACHE = path.join(PROJECT, "node_modules", ".cache", "posthorn", "commands");
const SOURCES = ["lib", "scripts"];
const VERSIONS = ["package-lock.json", "tsconfig.json"];
/** Those that take longest to load one module after the other, and look for no files of theirs at run time. */
const BUNDLED = ["zod", "resend", "temporal-polyfill", "proper-lockfile"];
/** A command that was started before the sources changed may still have modules to load. */
const KEPT = 4;
/** Nothing can be kept here: the folder is somebody else's, read-only or full. */
const NO_ROOM = new Set(["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EFBIG"]);

/**
 * The compiled program of scripts/NAME.ts, as a URL; all of them are compiled where their sources have changed.
 * Undefined where nothing can be written.
 */
export async function compiledCommand(name) {
  const folder = path.join(CACHE, fingerprint());
  try {
    if (!existsSync(folder)) await compileInto(folder);
  } catch (error) {
    if (!NO_ROOM.has(error.code)) throw error;
    return undefined;
  }
  return pathToFileURL(path.join(folder, `${name}.mjs`)).href;
}

/** Of names, sizes and times of all that the commands are made of. */
function fingerprint() {
  const hash = createHash("sha256").update(process.version);
  for (const folder of SOURCES) {
    const names = readdirSync(path.join(PROJECT, folder), { recursive: true });
    for (const name of names.sort()) add(path.join(folder, name));
  }
  VERSIONS.forEach(add);
  return hash.digest("hex").slice(0, 16);

  function add(name) {
    // An editor's lock file leads nowhere, and its temporary ones come and go.
    const file = statSync(path.join(PROJECT, name), { throwIfNoEntry: false });
    if (file !== undefined) hash.update(`${name}\0${file.size}\0${file.mtimeMs}\n`);
  }
}

/** Made beside its place and moved there whole: any number of commands may start at once. */
async function compileInto(folder) {
  const [{ build }] = await Promise.all([import("esbuild"), mkdir(CACHE, { recursive: true })]);
  const draft = `${folder}.${process.pid}`;
  try {
    await build({
      entryPoints: await commands(),
      outdir: draft,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      splitting: true,
      platform: "node",
      format: "esm",
      target: "node20",
      // Packages written for require() ask for Node's own modules by it.
      banner: {
        js: `import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);`,
      },
      logLevel: "error",
      plugins: [ownPlaces, packagesApart],
    });
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another command that started at the same time was faster.
    if (!existsSync(folder)) throw error;
  }
  await forgetOldOnes();
}

async function commands() {
  const names = await readdir(path.join(PROJECT, "scripts"));
  return names.filter((name) => /^[^.].*\.ts$/.test(name)).map((name) => path.join(PROJECT, "scripts", name));
}

/** A module that asks where it lies is told the place of its source in the checkout whose command runs. */
const ownPlaces = {
  name: "own places",
  setup(build) {
    build.onLoad({ filter: /\.tsx?$/ }, async ({ path: file }) => {
      const text = await readFile(file, "utf8");
      const within = pathToFileURL(file).href.slice(pathToFileURL(PROJECT).href.length);
      const place = `(globalThis.posthornCheckout + ${JSON.stringify(within)})`;
      return {
        loader: file.endsWith("x") ? "tsx" : "ts",
        contents: text.replaceAll("import.meta.url", place),
      };
    });
  },
};

const packagesApart = {
  name: "packages apart",
  setup(build) {
    build.onResolve({ filter: /^[^.]/ }, ({ path: name, kind, importer }) => {
      if (kind === "entry-point" || name.startsWith("@/") || importer.includes("node_modules"))
        return undefined;
      return BUNDLED.includes(name) ? undefined : { external: true };
    });
  },
};

async function forgetOldOnes() {
  const names = await readdir(CACHE);
  // Those of a command that compiles at the same time come and go.
  const looks = await Promise.allSettled(
    names.map(async (name) => ({ name, at: (await stat(path.join(CACHE, name))).mtimeMs })),
  );
  const folders = looks.flatMap((look) => (look.status === "fulfilled" ? [look.value] : []));
  const old = folders.sort((one, other) => other.at - one.at).slice(KEPT);
  await Promise.all(old.map(({ name }) => rm(path.join(CACHE, name), { recursive: true, force: true })));
}
