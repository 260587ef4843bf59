const READY_WITHIN_MS = 900_000;

/** Waits until somebody answers there, whatever the answer, a quarter of an hour at most: `npm start` may have to build. */
export async function answering(url: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      await (await fetch(url)).text();
      return;
    } catch (error) {
      if (!(error instanceof TypeError) || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
