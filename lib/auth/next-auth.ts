import { randomUUID } from "node:crypto";
import NextAuth, { CredentialsSignin } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { callerAddress } from "@/lib/auth/caller-address";
import { rememberDevice } from "@/lib/auth/device-cookie";
import { endSession, SESSION_S } from "@/lib/auth/ended-sessions";
import { comparedToken } from "@/lib/auth/session-token";
import { reportAuthError } from "@/lib/auth/report-error";
import { signInSchema } from "@/lib/auth/schema";
import { signInWithPassword, type SignInRefusal } from "@/lib/auth/sign-in";
import { env } from "@/lib/env";

/** Carries the refusal to the sign-in action. Only its code would ever stand in an address. */
export class SignInRefused extends CredentialsSignin {
  constructor(readonly refusal: SignInRefusal) {
    super();
    this.code = refusal.code;
  }
}

const passwords = Credentials({
  credentials: { email: {}, password: {} },
  async authorize(credentials) {
    const input = signInSchema.safeParse(credentials);
    if (!input.success) throw new SignInRefused({ ok: false, code: "wrong" });
    const answer = await signInWithPassword(input.data, await callerAddress());
    if (!answer.ok) throw new SignInRefused(answer);
    await rememberDevice(input.data.email);
    return { id: answer.userId, sessionVersion: answer.sessionVersion };
  },
});

export const { handlers, signIn, signOut } = NextAuth(() => ({
  secret: env().AUTH_SECRET,
  trustHost: true,
  session: { strategy: "jwt", maxAge: SESSION_S },
  pages: { signIn: "/login" },
  providers: [passwords],
  callbacks: {
    jwt: ({ token, user, trigger }) =>
      trigger === "signIn"
        ? { sub: user.id, sessionVersion: user.sessionVersion, sessionId: randomUUID() }
        : comparedToken(token),
    session({ session, token }) {
      return { expires: session.expires, currentUser: token.user ?? null };
    },
  },
  events: {
    async signOut(message) {
      const sessionId = "token" in message ? message.token?.sessionId : undefined;
      if (sessionId !== undefined) await endSession(sessionId);
    },
  },
  logger: {
    error: reportAuthError,
  },
}));
