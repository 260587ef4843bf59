import { env } from "@/lib/env";

const MINUTE = 60_000;
const ANY_ADDRESS = new Set(["0.0.0.0", "::"]);
/** The application listens a moment after its process began. */
const FIRST_CALL = 1_500;

/**
 * Calls the application's own cron route soon after the start and then at every full minute, as Vercel's cron
 * would. While a call runs no other is made: its tick looks for what falls due every second.
 */
export function startScheduler(): void {
  const { SCHEDULER, HOST, PORT, CRON_SECRET } = env();
  if (!SCHEDULER) return;
  const host = ANY_ADDRESS.has(HOST) ? "127.0.0.1" : HOST.includes(":") ? `[${HOST}]` : HOST;
  const address = `http://${host}:${PORT}/api/cron/mailings`;
  let calling = false;
  const call = async () => {
    if (calling) return;
    calling = true;
    try {
      const answer = await fetch(address, { headers: { Authorization: `Bearer ${CRON_SECRET}` } });
      if (!answer.ok) console.error(`the scheduler's call was answered ${answer.status}`);
      await answer.body?.cancel();
    } catch (error) {
      console.error("the scheduler's call failed", error);
    } finally {
      calling = false;
    }
  };
  const next = () => {
    setTimeout(
      () => {
        void call();
        next();
      },
      MINUTE - (Date.now() % MINUTE),
    ).unref();
  };
  setTimeout(() => void call(), FIRST_CALL).unref();
  next();
}
