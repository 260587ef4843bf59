import type { Database } from "@/lib/db";
import { recordProviderEvent, type ProviderEvent } from "@/lib/sending/provider-events";
import { DELIVERY_TAG } from "@/lib/sending/render";
import { suppressAddressOf } from "@/lib/sending/suppress";

/** Webhooks at once; the pool of a command has as many connections. */
const AT_ONCE = 8;
const UNTIL_DELIVERED_MS = 4_000;
const UNTIL_COMPLAINT_MS = 9 * 60_000;
const BOUNCE = {
  type: "Permanent",
  message: "smtp; 550 5.1.1 The email account that you tried to reach does not exist",
};

/** Places in the latest run of a mailing, among the accepted, whose fate is not that they were delivered. */
interface Told {
  bounced?: number[];
  complained?: number[];
}

/** What the provider's webhooks tell of the latest run of a mailing, through the code that takes them. */
export async function reportFates(
  db: Database,
  mailingId: string,
  { bounced = [], complained = [] }: Told,
): Promise<void> {
  const deliveries = await acceptedInLatest(db, mailingId);
  const events = deliveries.flatMap((delivery, place) => {
    if (bounced.includes(place)) return [eventOf(delivery, "email.bounced", UNTIL_DELIVERED_MS)];
    const delivered = eventOf(delivery, "email.delivered", UNTIL_DELIVERED_MS);
    const complaint = eventOf(delivery, "email.complained", UNTIL_COMPLAINT_MS);
    return complained.includes(place) ? [delivered, complaint] : [delivered];
  });
  const queue = events.values();
  const worker = async () => {
    for (const { id, event } of queue) await recordProviderEvent(db, id, event);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Readers of the latest run who follow the link below it. */
export async function unsubscribeSome(db: Database, mailingId: string, places: number[]): Promise<void> {
  const deliveries = await acceptedInLatest(db, mailingId);
  for (const place of places) {
    const delivery = deliveries[place];
    if (delivery !== undefined) await suppressAddressOf(db, delivery.id, "unsubscribed");
  }
}

interface Accepted {
  id: string;
  providerId: string | null;
  settledAt: Date | null;
}

async function acceptedInLatest(db: Database, mailingId: string): Promise<Accepted[]> {
  const { id } = await db.attempt.findFirstOrThrow({
    where: { mailingId },
    orderBy: { createdAt: "desc" },
    select: { id: true },
  });
  return db.delivery.findMany({
    where: { attemptId: id, status: "accepted" },
    orderBy: { recipientId: "asc" },
    select: { id: true, providerId: true, settledAt: true },
  });
}

function eventOf({ id, providerId, settledAt }: Accepted, type: string, after: number) {
  const event: ProviderEvent = {
    type,
    created_at: new Date((settledAt?.getTime() ?? 0) + after),
    data: {
      email_id: providerId,
      tags: { [DELIVERY_TAG]: id },
      ...(type === "email.bounced" && { bounce: BOUNCE }),
    },
  };
  return { id: `demo_${id}_${type}`, event };
}
