import { issueToken } from "@/lib/auth/tokens";
import { createAccount } from "@/tests/e2e/support/accounts";
import { attemptsOf, db } from "@/tests/e2e/support/ledger";
import { mailsTo, unsubscribePath } from "@/tests/e2e/support/mailbox";
import { setting, type Account } from "@/tests/e2e/support/setting";

export const READERS = ["visitor", "user", "manager", "content_manager", "admin"] as const;
export type Reader = (typeof READERS)[number];

/** Where pages are, by a name for the report. */
export type PagePaths = Readonly<Record<string, string>>;

/** What the addresses of pages are made of. */
interface Things {
  /** A mailing of a user's demo data that has run, its owner and message, and an attempt of it. */
  readonly mailing: string;
  readonly owner: string;
  readonly message: string;
  readonly attempt: string;
  /** A recipient of the same user, and a list that they are in. */
  readonly recipient: string;
  readonly list: string;
  readonly post: { readonly id: string; readonly slug: string };
  /** Somebody with links of their own. */
  readonly user: { readonly id: string; readonly email: string };
}

type Address = string | ((things: Things) => string | Promise<string>);

const ofAll = {
  "the list of users": "/admin/users",
  "a search for users without result": "/admin/users?search=nobody-is-called-this",
  "a user": ({ owner }) => `/admin/users/${owner}`,
  "everybody's mailings": "/admin/mailings",
  "everybody's messages": "/admin/messages",
  "a message": ({ message }) => `/admin/messages/${message}`,
  "everybody's recipients": "/admin/recipients",
  "somebody's recipient": ({ recipient }) => `/admin/recipients/${recipient}`,
  "everybody's lists": "/admin/recipients/lists",
  "somebody's list": ({ list }) => `/admin/recipients/lists/${list}`,
  "everybody's attempts": "/admin/attempts",
  "everybody's report": "/admin/reports",
  "a mailing": ({ mailing }) => `/mailings/${mailing}`,
  "an attempt": ({ attempt }) => `/attempts/${attempt}`,
} satisfies Record<string, Address>;
const recipients = {
  "the list of recipients": "/recipients",
  "a search for recipients without result": "/recipients?search=nobody-has-this-address",
  "a recipient": ({ recipient }) => `/recipients/${recipient}`,
  "a new recipient": "/recipients/new",
  "a recipient that is edited": ({ recipient }) => `/recipients/${recipient}/edit`,
  "a paste of recipients": "/recipients/paste",
  "an upload of recipients": "/recipients/upload",
  "the lists of recipients": "/recipients/lists",
  "a list of recipients": ({ list }) => `/recipients/lists/${list}`,
  "the fields": "/recipients/fields",
  "the suppressions": "/recipients/suppressions",
  "addresses to suppress": "/recipients/suppressions/new",
  "the jobs": "/recipients/jobs",
} satisfies Record<string, Address>;
const overview = { "the overview": "/overview" };
const profile = { "the profile": "/profile" };

/** The pages that somebody of a role may open. */
export const PAGES: Readonly<Record<Reader, Readonly<Record<string, Address>>>> = {
  visitor: {
    "the home page": "/",
    "the blog": "/blog",
    "an article": ({ post }) => `/blog/${post.slug}`,
    "sign-in": "/login",
    registration: "/register",
    "a forgotten password": "/forgot-password",
    "a new password": async ({ user }) =>
      `/reset-password?token=${await issueToken(db, user.id, "reset_password")}`,
    "a spent link for a new password": "/reset-password?token=spent",
    "an address to confirm": async ({ user }) =>
      `/verify-email?token=${await issueToken(db, user.id, "verify_email")}`,
    "a spent link for an address": "/verify-email?token=spent",
    "asking for the link again": "/verify-email",
    "a new address": async ({ user }) =>
      `/change-email?token=${await issueToken(db, user.id, "change_email", `new.${user.email}`)}`,
    "a spent link for a new address": "/change-email?token=spent",
    "the unsubscribe page": ({ attempt }) => unsubscribePage(attempt),
    "a broken unsubscribe link": "/unsubscribe/not-a-token",
  },
  user: {
    ...overview,
    "the list of mailings": "/mailings",
    "a search without result": "/mailings?search=no-mailing-has-this-name",
    "the list of messages": "/messages",
    "a message of one's own": ({ message }) => `/messages/${message}`,
    "a message that is edited": ({ message }) => `/messages/${message}/edit`,
    "starters for a message": "/messages/new",
    "a new message": "/messages/new?begin=invitation",
    "a mailing": ofAll["a mailing"],
    "an attempt": ofAll["an attempt"],
    "a search in an attempt without result": ({ attempt }) => `/attempts/${attempt}?search=nobody`,
    "the list of attempts": "/attempts",
    "the attempts of a mailing": ({ mailing }) => `/attempts?mailing=${mailing}`,
    "the report": "/reports",
    ...recipients,
    ...profile,
  },
  manager: { ...overview, ...ofAll, ...profile },
  content_manager: {
    ...overview,
    "the list of articles": "/posts",
    "a search for articles without result": "/posts?search=no-article-is-called-this",
    "a new article": "/posts/new",
    "an article that is written": ({ post }) => `/posts/${post.id}`,
    "a preview": ({ post }) => `/posts/${post.id}/preview`,
    ...profile,
  },
  admin: {
    ...overview,
    "a list without mailings": "/mailings",
    "a list without messages": "/messages",
    "nobody among the recipients": "/recipients",
    "no list": "/recipients/lists",
    "no suppression": "/recipients/suppressions",
    "a list without attempts": "/attempts",
    "a report without figures": "/reports",
    ...ofAll,
    "the audit log": "/admin/audit",
    ...profile,
  },
};

/**
 * The pages of a role that no other role sees alike: a manager sees everything of everybody's that an admin sees (what an
 * admin does there, admin.spec.ts examines), a user their profile. That the others open, rights.spec.ts proves.
 */
export function namesToExamine(reader: Reader): string[] {
  const names = Object.keys(PAGES[reader]).filter((name) => name !== "the profile" || reader === "user");
  return reader === "admin" ? names.filter((name) => ownOfAdmin.includes(name)) : names;
}

const ownOfAdmin = [
  "the overview",
  "a list without mailings",
  "a list without messages",
  "nobody among the recipients",
  "no list",
  "no suppression",
  "a list without attempts",
  "a report without figures",
  "the audit log",
];

/** Of a role, with things of a user's demo data. */
export async function pagePaths(owner: Account, reader: Reader): Promise<PagePaths> {
  const names = Object.keys(PAGES[reader]);
  const paths = names.map(async (name) => [name, await pagePath(owner, reader, name)] as const);
  return Object.fromEntries(await Promise.all(paths));
}

/** Where a page of a role is, by its name in PAGES. */
export async function pagePath(owner: Account, reader: Reader, name: string): Promise<string> {
  const address = PAGES[reader][name];
  if (address === undefined) throw new Error(`A ${reader} has no page called ${name}.`);
  return typeof address === "string" ? address : address(await thingsOf(owner));
}

const things = new Map<string, Promise<Things>>();

/** Looked for once for each user. */
function thingsOf({ email }: Account): Promise<Things> {
  const found = things.get(email) ?? findThings(email);
  things.set(email, found);
  return found;
}

async function findThings(email: string): Promise<Things> {
  const mailing = await db.mailing.findFirstOrThrow({
    where: { owner: { email }, attempts: { some: { status: "succeeded" } } },
    select: { id: true, ownerId: true, messageId: true },
  });
  const [attempt] = await attemptsOf(mailing.id);
  if (!attempt) throw new Error("The demo data has no attempt.");
  const member = await db.listMember.findFirstOrThrow({
    where: { list: { ownerId: mailing.ownerId } },
    select: { listId: true, recipientId: true },
  });
  const post = await db.post.findFirstOrThrow({
    where: { status: "published" },
    orderBy: { publishedAt: "desc" },
    select: { id: true, slug: true },
  });
  const account = await createAccount("user");
  const user = await db.user.findUniqueOrThrow({
    where: { email: account.email },
    select: { id: true, email: true },
  });
  return {
    mailing: mailing.id,
    owner: mailing.ownerId,
    message: mailing.messageId,
    attempt: attempt.id,
    recipient: member.recipientId,
    list: member.listId,
    post,
    user,
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
