import { once } from "node:events";
import { start } from "node:repl";
import { readArguments, runCommand } from "@/scripts/command-line";
import { withServices } from "@/scripts/embedded/with-services";

/** npm run shell: a prompt with the database and the commands at hand; `await` works, Ctrl-D leaves. */
await runCommand(async () => {
  readArguments({});
  await withServices(async ({ signal }) => {
    const { thingsAtHand } = await import("@/scripts/shell/things-at-hand");
    const things = thingsAtHand();
    console.log(`At hand: ${Object.keys(things).join(", ")}`);
    const prompt = start({ prompt: "posthorn> " });
    Object.assign(prompt.context, things);
    signal.addEventListener("abort", () => prompt.close(), { once: true });
    await once(prompt, "exit");
  });
});
