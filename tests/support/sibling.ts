import { z } from "zod";
import { forgetUses, takeUse } from "@/lib/rate-limits";
import {
  answerAsEngine,
  askEngine,
  joinSiblings,
  onSiblingMessage,
  tellSiblings,
  whenEnding,
  whenEngineIsHere,
} from "@/lib/siblings";

// A worker of several for tests: does what it is ordered to, and reports on it.

const order = z.discriminatedUnion("order", [
  z.object({ order: z.literal("tell"), body: z.unknown() }),
  /** Take what is told from now on without ever being done with it. */
  z.object({ order: z.literal("dawdle") }),
  z.object({ order: z.literal("use"), key: z.string() }),
  z.object({ order: z.literal("forget"), key: z.string() }),
  /** Have the engine's process say who it is, refuse, or never answer. */
  z.object({ order: z.literal("ask"), topic: z.enum(["who", "refuse", "hang"]) }),
]);

type Order = z.infer<typeof order>;
let dawdles = false;

function report(about: Record<string, unknown>): void {
  process.send?.({ report: about });
}

console.error = (complaint: unknown) => report({ complaint });
answerAsEngine("who", () => Promise.resolve({ pid: process.pid }));
answerAsEngine("refuse", () => Promise.reject(new Error("no")));
answerAsEngine("hang", () => {
  report({ hangs: true });
  return new Promise(() => undefined);
});
await joinSiblings();
onSiblingMessage("note", async (noted) => {
  report({ noted });
  if (dawdles) await new Promise(() => undefined);
});
whenEngineIsHere(() => report({ engine: true }));
whenEnding(async () => {
  // As a request to the provider that is on its way.
  await new Promise((resolve) => setTimeout(resolve, 50));
  report({ finished: true });
});
process.on("SIGTERM", () => process.exit(143));
process.on("message", (message) => {
  const parsed = order.safeParse(message);
  if (!parsed.success) return;
  void obey(parsed.data);
});
report({ ready: true });

async function obey(ordered: Order): Promise<void> {
  switch (ordered.order) {
    case "tell":
      await tellSiblings("note", ordered.body);
      report({ told: ordered.body });
      break;
    case "dawdle":
      dawdles = true;
      report({ dawdles });
      break;
    case "use":
      report({ used: ordered.key, allowed: (await takeUse("presentPassword", ordered.key)).ok });
      break;
    case "forget":
      await forgetUses("presentPassword", ordered.key);
      report({ forgot: ordered.key });
      break;
    case "ask":
      await askEngine(ordered.topic).then(
        (answer) => report({ answer }),
        (error: unknown) => report({ fault: error instanceof Error ? error.message : error }),
      );
      break;
  }
}
