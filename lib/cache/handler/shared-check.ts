/**
 * One check for all who wait: whoever asks gets the answer of a check that began after they asked. At most one is under
 * way and one waits for it, however many ask.
 */
export class SharedCheck {
  private running: Promise<void> | null = null;
  private waiting: Promise<void> | null = null;

  /** @param check never called while it is under way */
  constructor(private readonly check: () => Promise<void>) {}

  /** Rejects with what the check does. */
  after(): Promise<void> {
    if (this.running === null) return this.begin();
    const goOn = () => {
      this.waiting = null;
      return this.begin();
    };
    this.waiting ??= this.running.then(goOn, goOn);
    return this.waiting;
  }

  private begin(): Promise<void> {
    const running = this.check().finally(() => {
      this.running = null;
    });
    this.running = running;
    return running;
  }
}
