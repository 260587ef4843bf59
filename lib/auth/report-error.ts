import { CredentialsSignin, JWTSessionError, SignOutError } from "@auth/core/errors";

/**
 * Logs what the sign-in library reports, once. A refused sign-in is an answer, and a session cookie that is
 * old, foreign or garbage makes its bearer a visitor: neither is a fault, and anybody can send a thousand.
 *
 * @throws SignOutError: the library would say "signed out" while the session lives on
 */
export function reportAuthError(error: Error): void {
  if (error instanceof CredentialsSignin || error instanceof JWTSessionError) return;
  if (error instanceof SignOutError) throw error;
  console.error(error);
}
