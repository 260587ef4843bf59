/** The user of a session, as every page and command gets it. */
export interface SessionUser {
  id: string;
  name: string;
  email: string;
  role: string;
  language: string;
  timeZone: string;
  avatarId: string | null;
}

declare module "next-auth" {
  interface User {
    sessionVersion: number;
  }

  interface Session {
    /** Null while the database does not answer. Not `user`, which is Auth.js's own of another shape. */
    currentUser: SessionUser | null;
  }
}

declare module "@auth/core/jwt" {
  interface JWT {
    sessionVersion?: number;
    sessionId?: string;
    user?: SessionUser | null;
  }
}
