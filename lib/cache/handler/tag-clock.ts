/** Above this many, all that is cached counts as refreshed once and the counting begins anew. */
const MOST_TAGS = 10_000;

/**
 * Which tags were refreshed after what was cached, by counting and not by the time: of two things that happen within a
 * millisecond one is still the earlier.
 */
export class TagClock {
  private count = 0;
  private allAt = 0;
  private readonly refreshedAt = new Map<string, number>();

  /** To be asked before something is read that will be cached. */
  get now(): number {
    return this.count;
  }

  refresh(tags: readonly string[]): void {
    this.count += 1;
    if (this.refreshedAt.size + tags.length > MOST_TAGS) this.refreshAll();
    for (const tag of tags) this.refreshedAt.set(tag, this.count);
  }

  refreshAll(): void {
    this.count += 1;
    this.allAt = this.count;
    this.refreshedAt.clear();
  }

  /** Whether nothing was refreshed since `then` that bears one of the tags. */
  holds(tags: readonly string[], then: number): boolean {
    return then >= this.allAt && tags.every((tag) => (this.refreshedAt.get(tag) ?? 0) <= then);
  }
}
