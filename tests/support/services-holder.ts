import { withServices } from "@/scripts/embedded/with-services";

// A command of its own for tests: uses the services until it is told to end, or is killed.
await withServices(async ({ services, signal }) => {
  console.log(JSON.stringify({ env: services.env, started: services.started }));
  const awake = setInterval(() => {}, 60_000);
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  clearInterval(awake);
});
