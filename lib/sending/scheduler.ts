import { z } from "zod";
import { env } from "@/lib/env";

const MINUTE = 60_000;
const ANY_ADDRESS = new Set(["0.0.0.0", "::"]);
/** The application listens a moment after its process began. */
const FIRST_CALL = 1_500;

const answerOfTick = z.object({ end: z.string() });

/**
 * Calls the application's own cron route soon after the start and then at every full minute, as Vercel's cron
 * would. While a call runs no other is made, for its tick looks for what falls due every second; one that ends
 * for want of time is followed at once.
 */
export function startScheduler(): void {
  const { SCHEDULER } = env();
  if (!SCHEDULER) return;
  let calling = false;
  const call = async () => {
    if (calling) return;
    calling = true;
    try {
      while (await callRoute());
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

/** True where the tick left work for want of time. */
async function callRoute(): Promise<boolean> {
  const { HOST, PORT, CRON_SECRET } = env();
  const host = ANY_ADDRESS.has(HOST) ? "127.0.0.1" : HOST.includes(":") ? `[${HOST}]` : HOST;
  const answer = await fetch(`http://${host}:${PORT}/api/cron/mailings`, {
    headers: { Authorization: `Bearer ${CRON_SECRET}` },
  });
  const body: unknown = await answer.json();
  if (!answer.ok) console.error(`the scheduler's call was answered ${answer.status}`);
  return answer.ok && answerOfTick.safeParse(body).data?.end === "time";
}
