/**
 * One look for all who wait: whoever asks gets the answer of a look that began after they asked. At most one is under
 * way and one waits for it, however many ask.
 */
export class SharedCheck {
  private running: Promise<void> | null = null;
  private waiting: Promise<void> | null = null;

  /** @param look never called while it is under way */
  constructor(private readonly look: () => Promise<void>) {}

  /** Rejects with what the look does. */
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
    const running = this.look().finally(() => {
      this.running = null;
    });
    this.running = running;
    return running;
  }
}
