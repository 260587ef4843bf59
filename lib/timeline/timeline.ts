import type { Place } from "@/lib/paging/address";
import { keysetPage, type KeysetPage } from "@/lib/paging/keyset-page";
import { eventsOf, type TimelineEvent } from "@/lib/timeline/events";
import { readMerged, readMergedKey, writeMergedKey, type MergedKey } from "@/lib/timeline/merged";
import { idsOf, readDeliveries, withNews, type OccurrenceEntry } from "@/lib/timeline/occurrences";

export type TimelineEntry = OccurrenceEntry | TimelineEvent;

const PAGE_SIZE = 25;

/**
 * All that concerned a recipient's address for its owner, the newest first, twenty-five a page: each attempt that had it,
 * with what the provider told since, when it was suppressed and lifted, and when it was added. Whoever calls has asked
 * whether they may see the recipient.
 */
export async function timelineOf(
  recipient: { id: string; email: string; createdAt: Date; owner: { id: string } },
  place: Place,
): Promise<KeysetPage<TimelineEntry>> {
  const { id, email, createdAt, owner } = recipient;
  const addressee = { id, email, createdAt, ownerId: owner.id };
  const [ids, events] = await Promise.all([idsOf(addressee), eventsOf(addressee)]);
  const page = await keysetPage({
    place,
    size: PAGE_SIZE,
    readKey: readMergedKey,
    writeKey: (row: { key: MergedKey }) => writeMergedKey(row.key),
    read: (from, take) =>
      readMerged(
        { deliveries: (bound, most) => readDeliveries(addressee, ids, bound, most), events },
        from,
        take,
      ),
  });
  const occurrences = await withNews(page.rows.flatMap((row) => ("kind" in row ? [] : [row])));
  const rows = page.rows.flatMap((row): TimelineEntry[] => {
    if ("kind" in row) return [row];
    const occurrence = occurrences.get(row.id);
    return occurrence === undefined ? [] : [occurrence];
  });
  return { ...page, rows };
}
