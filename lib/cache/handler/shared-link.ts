import { SharedCheck } from "@/lib/cache/handler/shared-check";
import { follows, type SharedEntry, type SharedPages } from "@/lib/cache/handler/shared-pages";
import type { TagClock } from "@/lib/cache/handler/tag-clock";

/**
 * For which a request waits for Redis, all its questions together: 300 ms, in slices. Between two of them what has come
 * is taken in, so that this process, busy for a second with a page, does not blame Redis for it.
 */
const SLICES = 6;
const SLICE_MS = 50;
/** More than this is told as all. */
const MOST_OWED = 1_000;

/** How long a request waits yet. */
export interface Patience {
  slices: number;
}

export function newPatience(): Patience {
  return { slices: SLICES };
}

/**
 * This replica's dealings with the pages that replicas share. Nothing here rejects: one failure cuts it off, at the
 * price of one patience, and this process goes on alone until the other side has answered again, in the background.
 * By then others may have refreshed what nobody could tell, so nothing counts that was cached before.
 */
export class SharedLink {
  private cut = false;
  private known: string | null = null;
  private readonly owed = new Set<string>();
  private readonly checks = new SharedCheck(() => this.check());

  /**
   * @param report told once for each time that it is cut off
   * @param pauseMs after a failure, until the other side is asked again
   */
  constructor(
    private readonly pages: SharedPages,
    private readonly clock: TagClock,
    private readonly report: (error: unknown) => void,
    private readonly pauseMs: number,
  ) {}

  /** The version that the clock has taken in; null while cut off. */
  get version(): string | null {
    return this.cut ? null : this.known;
  }

  /** Takes in what anybody refreshed before this was called; false where nobody can say. */
  async catchUp(patience: Patience): Promise<boolean> {
    return (await this.ask(patience, () => this.checks.after().then(() => true))) ?? false;
  }

  async read(key: string, tags: readonly string[], patience: Patience): Promise<SharedEntry | null> {
    return this.ask(patience, () => this.pages.read(key, tags));
  }

  /** Tells every replica; what cannot be told now is told as soon as it can. */
  async refresh(tags: readonly string[]): Promise<void> {
    const version = await this.ask(newPatience(), () => this.pages.refresh(tags));
    if (version === null) this.owe(tags);
    // The clock knows these tags; where nothing came between there is nothing to take in.
    else if (follows(this.known, version)) this.known = version;
  }

  private async check(): Promise<void> {
    if (this.cut) throw new Error("Redis is not asked for the moment.");
    const version = await this.pages.version();
    if (version === null || version !== this.known) await this.takeIn();
  }

  private async takeIn(): Promise<void> {
    const news = await this.pages.since(this.known);
    if (news.refreshed === "all") this.clock.refreshAll();
    else if (news.refreshed.length > 0) this.clock.refresh(news.refreshed);
    this.known = news.version;
  }

  private async ask<T>(patience: Patience, question: () => Promise<T>): Promise<T | null> {
    if (this.cut) return null;
    try {
      return await within(patience, question());
    } catch (error) {
      // A request that has waited for earlier answers goes on without this one; the others need not.
      if (!(error instanceof PatienceSpent)) this.cutOff(error);
      return null;
    }
  }

  private cutOff(error: unknown): void {
    if (this.cut) return;
    this.cut = true;
    this.report(error);
    this.tryLater();
  }

  private tryLater(): void {
    setTimeout(() => void this.tryAgain(), this.pauseMs).unref();
  }

  private async tryAgain(): Promise<void> {
    try {
      // Until nothing is owed: a refresh may come while the others are told.
      do {
        await this.payOff();
        this.known = null;
        await this.takeIn();
      } while (this.owed.size > 0);
      this.cut = false;
    } catch {
      // Said when it began; it is the same silence yet.
      this.tryLater();
    }
  }

  private owe(tags: readonly string[]): void {
    for (const tag of tags) this.owed.add(tag);
  }

  private async payOff(): Promise<void> {
    const tags = [...this.owed];
    if (tags.length === 0) return;
    // What is owed from here on is told once more.
    this.owed.clear();
    try {
      await this.pages.refresh(tags.length > MOST_OWED ? "all" : tags);
    } catch (error) {
      this.owe(tags);
      throw error;
    }
  }
}

/** What earlier questions of a request took is no fault of this one's. */
class PatienceSpent extends Error {}

/**
 * Whatever comes of a late answer is nobody's.
 * @throws PatienceSpent where less than a whole patience was left for this answer
 */
async function within<T>(patience: Patience, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let waited = 0;
  const late = new Promise<never>((_resolve, reject) => {
    const wait = () => {
      if (patience.slices <= 0) {
        reject(
          waited < SLICES
            ? new PatienceSpent()
            : new DOMException("Redis did not answer in time.", "TimeoutError"),
        );
        return;
      }
      timer = setTimeout(() => {
        patience.slices -= 1;
        waited += 1;
        wait();
      }, SLICE_MS);
    };
    wait();
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
