/** What a promise brings within so many milliseconds; null where it takes longer. */
export async function arrived<T>(promise: Promise<T> | T, withinMs: number): Promise<{ value: T } | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), withinMs);
  });
  try {
    return await Promise.race([Promise.resolve(promise).then((value) => ({ value })), late]);
  } finally {
    clearTimeout(timer);
  }
}
