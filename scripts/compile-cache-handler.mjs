import path from "node:path";
import { build } from "esbuild";

// No TypeScript: next.config.ts calls it during a build, and a build is made by plain `next build` too.

const PROJECT = path.dirname(import.meta.dirname);

/** Below the folder of the build, so that it travels with it. */
export const COMPILED_CACHE_HANDLER = "server/cache-handler.mjs";

/** Compiles lib/cache/handler/handler.ts, which Next loads beside the application, into a build's folder. */
export async function compileCacheHandler(distDir) {
  await build({
    entryPoints: [path.join(PROJECT, "lib", "cache", "handler", "handler.ts")],
    outfile: path.join(distDir, COMPILED_CACHE_HANDLER),
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
    plugins: [packagesApart],
  });
}

const packagesApart = {
  name: "packages apart",
  setup({ onResolve }) {
    onResolve({ filter: /^[^.]/ }, ({ path: name, kind }) =>
      kind === "entry-point" || name.startsWith("@/") ? undefined : { external: true },
    );
  },
};
