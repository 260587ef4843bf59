import { readFileSync } from "node:fs";
import { z } from "zod";
import { inProject } from "@/scripts/project";

const packageSchema = z.object({ scripts: z.record(z.string(), z.string()) });

/**
 * What Node is told by `npm run NAME`, to start it without npm between; from the project's folder.
 * @throws Error where package.json has no such script, or one that is no single program of Node's
 */
export function npmScript(name: string): string[] {
  const { scripts } = packageSchema.parse(JSON.parse(readFileSync(inProject("package.json"), "utf8")));
  const [program, ...words] = scripts[name]?.split(" ") ?? [];
  if (program !== "node") throw new Error(`package.json has no script ${name} that runs Node.`);
  return words;
}
