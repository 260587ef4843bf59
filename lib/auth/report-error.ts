import { CredentialsSignin, JWTSessionError } from "@auth/core/errors";

/**
 * Logs what the sign-in library reports, once. A refused sign-in is an answer, and a session cookie that is
 * old, foreign or garbage makes its bearer a visitor: neither is a fault, and anybody can send a thousand.
 */
export function reportAuthError(error: Error): void {
  if (error instanceof CredentialsSignin || error instanceof JWTSessionError) return;
  console.error(error);
}
