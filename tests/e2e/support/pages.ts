import { issueToken } from "@/lib/auth/tokens";
import { createAccount } from "@/tests/e2e/support/accounts";
import { attemptsOf, db } from "@/tests/e2e/support/ledger";
import { mailsTo, unsubscribePath } from "@/tests/e2e/support/mailbox";
import { setting, type Account } from "@/tests/e2e/support/setting";

export const READERS = ["visitor", "user", "manager", "content_manager", "admin"] as const;
export type Reader = (typeof READERS)[number];

/** The pages that somebody of a role may open, by a name for the report. */
export type PagePaths = Readonly<Record<string, string>>;

/**
 * Whether what keeps somebody out is looked for on a page as this role sees it. Not where another role sees the same:
 * a manager everything of everybody's that an admin sees (what an admin does there, admin.spec.ts examines), a user
 * their profile.
 */
export function isExamined(reader: Reader, name: string): boolean {
  if (name === "the profile") return reader === "user";
  return reader !== "admin" || ownOfAdmin.includes(name);
}

const ownOfAdmin = ["the overview", "a list without mailings", "the audit log"];

/** Of every role, with a mailing of a user's demo data that has run, an attempt of it, and the link of a mail of it. */
export async function pagePaths({ email }: Account): Promise<Readonly<Record<Reader, PagePaths>>> {
  const mailing = await db.mailing.findFirstOrThrow({
    where: { owner: { email }, attempts: { some: { status: "succeeded" } } },
    select: { id: true, ownerId: true, messageId: true },
  });
  const [attempt] = await attemptsOf(mailing.id);
  if (!attempt) throw new Error("The demo data has no attempt.");
  const ofMailing = { "a mailing": `/mailings/${mailing.id}`, "an attempt": `/attempts/${attempt.id}` };
  const everybodys = {
    "the list of users": "/admin/users",
    "a search for users without result": "/admin/users?search=nobody-is-called-this",
    "a user": `/admin/users/${mailing.ownerId}`,
    "everybody's mailings": "/admin/mailings",
    "everybody's messages": "/admin/messages",
    "a message": `/admin/messages/${mailing.messageId}`,
    "everybody's recipients": "/admin/recipients",
    "everybody's attempts": "/admin/attempts",
    ...ofMailing,
  };
  const post = await db.post.findFirstOrThrow({
    where: { status: "published" },
    orderBy: { publishedAt: "desc" },
    select: { id: true, slug: true },
  });
  const writing = {
    "the list of articles": "/posts",
    "a search for articles without result": "/posts?search=no-article-is-called-this",
    "a new article": "/posts/new",
    "an article that is written": `/posts/${post.id}`,
    "a preview": `/posts/${post.id}/preview`,
  };
  const overview = { "the overview": "/overview" };
  const profile = { "the profile": "/profile" };
  return {
    visitor: {
      "the home page": "/",
      "the blog": "/blog",
      "an article": `/blog/${post.slug}`,
      "sign-in": "/login",
      ...(await accountPaths()),
      "the unsubscribe page": await unsubscribePage(attempt.id),
      "a broken unsubscribe link": "/unsubscribe/not-a-token",
    },
    user: {
      ...overview,
      "the list of mailings": "/mailings",
      "a search without result": "/mailings?search=no-mailing-has-this-name",
      ...ofMailing,
      ...profile,
    },
    manager: { ...overview, ...everybodys, ...profile },
    content_manager: { ...overview, ...writing, ...profile },
    admin: {
      ...overview,
      "a list without mailings": "/mailings",
      ...everybodys,
      "the audit log": "/admin/audit",
      ...profile,
    },
  };
}

/** The pages of accounts that need no session, with links that somebody of their own was mailed. */
async function accountPaths(): Promise<PagePaths> {
  const person = await createAccount("user");
  const { id } = await db.user.findUniqueOrThrow({ where: { email: person.email }, select: { id: true } });
  return {
    registration: "/register",
    "a forgotten password": "/forgot-password",
    "a new password": `/reset-password?token=${await issueToken(db, id, "reset_password")}`,
    "a spent link for a new password": "/reset-password?token=spent",
    "an address to confirm": `/verify-email?token=${await issueToken(db, id, "verify_email")}`,
    "a spent link for an address": "/verify-email?token=spent",
    "asking for the link again": "/verify-email",
    "a new address": `/change-email?token=${await issueToken(db, id, "change_email", `new.${person.email}`)}`,
    "a spent link for a new address": "/change-email?token=spent",
  };
}

async function unsubscribePage(attemptId: string): Promise<string> {
  const { address } = await db.delivery.findFirstOrThrow({
    where: { attemptId, status: "accepted" },
    select: { address: true },
  });
  const [mail] = await mailsTo([address]);
  if (!mail) throw new Error(`The mailbox at ${setting.E2E_MAILBOX_URL} has no mail of the demo data.`);
  return unsubscribePath(mail);
}
