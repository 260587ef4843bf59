/**
 * Bytes of an answer that are read at most, decompressed. The longest of use is a page out of Redis, 900 KB
 * (lib/cache/handler/wire.ts), with its quoting; a hundred ids from the provider are 5 KB. Eight requests at once can
 * so hold 16 MB, whoever answers.
 */
export const LONGEST_ANSWER = 2_000_000;

export class AnswerTooLongError extends Error {
  override readonly name = "AnswerTooLongError";
  constructor() {
    super(`the answer is longer than ${LONGEST_ANSWER} bytes`);
  }
}

/**
 * An answer to the end, as UTF-8 text. Its connection is closed as soon as it is longer.
 *
 * @throws AnswerTooLongError
 */
export async function boundedAnswer(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.byteLength;
    if (bytes > LONGEST_ANSWER) throw new AnswerTooLongError();
    kept.push(piece);
  }
  return Buffer.concat(kept).toString("utf8");
}

/** The same for what `fetch` brings. */
export async function answerText({ body }: Response): Promise<string> {
  return body === null ? "" : boundedAnswer(body);
}
