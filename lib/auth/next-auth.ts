import NextAuth, { CredentialsSignin, type NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { clientAddress } from "@/lib/auth/client-address";
import { signInSchema } from "@/lib/auth/schema";
import { signInWithPassword, type SignInRefusal } from "@/lib/auth/sign-in";
import { env } from "@/lib/env";
import { sessionFacts } from "@/lib/users/queries";

/** Carries the refusal to the sign-in action. Only its code would ever stand in an address. */
export class SignInRefused extends CredentialsSignin {
  constructor(readonly refusal: SignInRefusal) {
    super();
    this.code = refusal.code;
  }
}

const FOURTEEN_DAYS_S = 14 * 24 * 60 * 60;

const passwords = Credentials({
  credentials: { email: {}, password: {} },
  async authorize(credentials, request) {
    const input = signInSchema.safeParse(credentials);
    if (!input.success) throw new SignInRefused({ ok: false, code: "wrong" });
    const answer = await signInWithPassword(input.data, clientAddress(request.headers));
    if (!answer.ok) throw new SignInRefused(answer);
    return { id: answer.userId, sessionVersion: answer.sessionVersion };
  },
});

/** Runs at every read of a session. Null ends it: blocked, closed, role changed, signed out everywhere. */
const jwt: NonNullable<NonNullable<NextAuthConfig["callbacks"]>["jwt"]> = async ({ token, user }) => {
  if (user?.id !== undefined) return { sub: user.id, sessionVersion: user.sessionVersion };
  if (token.sub === undefined) return null;
  try {
    const facts = await sessionFacts(token.sub);
    if (facts === null || facts.blockedAt !== null || facts.closedAt !== null) return null;
    if (facts.sessionVersion !== token.sessionVersion) return null;
    const { id, name, email, role, language, timeZone } = facts;
    return { ...token, person: { id, name, email, role, language, timeZone } };
  } catch (error) {
    // A database that does not answer must not sign everybody out; the reader of the session says so.
    console.error("A session could not be compared with the database.", error);
    return { ...token, person: null };
  }
};

export const { handlers, auth, signIn, signOut } = NextAuth(() => ({
  secret: env().AUTH_SECRET,
  trustHost: true,
  session: { strategy: "jwt", maxAge: FOURTEEN_DAYS_S },
  pages: { signIn: "/login" },
  providers: [passwords],
  callbacks: {
    jwt,
    session({ session, token }) {
      return { expires: session.expires, person: token.person ?? null };
    },
  },
  logger: {
    error(error) {
      // A refused sign-in is an answer, not a fault.
      if (!(error instanceof CredentialsSignin)) console.error(error);
    },
  },
}));
