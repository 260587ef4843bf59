/** Errors of a socket, as Node names them and lib/sending/http-post.ts words them. */
const BROKEN = /\bE[A-Z]{4,}\b|socket|connection|timed? ?out|aborted/i;

/**
 * Whether what is stored in place of the provider's answer is the error of a connection that broke or never came about,
 * such as "read ECONNRESET", which no server said. An answer begins with its status.
 */
export function isBrokenConnection(stored: string): boolean {
  return !stored.startsWith("HTTP ") && BROKEN.test(stored);
}
