/** Errors of a socket, as Node names them and lib/sending/http-post.ts words them. */
const BROKEN = /\bE[A-Z]{4,}\b|socket|connection|timed? ?out|aborted/i;

/**
 * Whether what is stored in place of the provider's answer is the error of a connection that broke or never came about,
 * such as "read ECONNRESET", which no server said. An answer begins with its status.
 */
export function isBrokenConnection(stored: string): boolean {
  return !stored.startsWith("HTTP ") && BROKEN.test(stored);
}

/** The provider's answer in a file, whose words are codes in English; where no server said it, that it is none. */
export function answerInFile(stored: string | null): string {
  if (stored === null) return "";
  return isBrokenConnection(stored) ? `no answer, the connection broke: ${stored}` : stored;
}
