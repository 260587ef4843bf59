import { request, type APIRequestContext } from "@playwright/test";
import { z } from "zod";
import { hashPassword } from "@/lib/auth/password";
import { createMailing, db } from "@/tests/e2e/support/ledger";
import { setting, type Account } from "@/tests/e2e/support/setting";
import { account } from "@/tests/e2e/support/test";
import type { Who } from "@/tests/support/everyone";

export type Sessions = Readonly<Record<Who, APIRequestContext>>;

/** What the owner has, and nobody else: ids, and words that stand on its pages alone. */
export interface Things {
  readonly ids: Readonly<
    Record<
      | "mailing"
      | "attempt"
      | "message"
      | "recipient"
      | "list"
      | "importJob"
      | "user"
      | "image"
      | "post"
      | "slug",
      string
    >
  >;
  readonly words: readonly string[];
}

const csrf = z.object({ csrfToken: z.string() });
const session = z.object({ name: z.string().nullable() });

/** Requests of everybody, each with cookies of its own, nothing followed and no browser. */
export async function openSessions(): Promise<Sessions> {
  const blocked = await createAccount();
  const sessions = {
    visitor: await newContext(),
    blocked: await signedIn(blocked),
    owner: await signedIn(account("user")),
    "other user": await signedIn(account("user", 1)),
    manager: await signedIn(account("manager")),
    "content manager": await signedIn(account("content_manager")),
    admin: await signedIn(account("admin")),
  };
  await db.user.update({
    where: { email: blocked.email },
    data: { blockedAt: new Date(), blockedReason: "Complaints" },
  });
  return sessions;
}

export async function closeSessions(sessions: Sessions): Promise<void> {
  await Promise.all(Object.values(sessions).map((one) => one.dispose()));
}

/** By the sign-in library's own route, which obeys the same rules as the page's form. */
export async function signedIn({ email, password }: Account): Promise<APIRequestContext> {
  const context = await newContext();
  const { csrfToken } = csrf.parse(await (await context.get("/api/auth/csrf")).json());
  await context.post("/api/auth/callback/credentials", { form: { csrfToken, email, password } });
  const { name } = session.parse(await (await context.get("/api/session")).json());
  if (name === null) throw new Error(`${email} could not sign in.`);
  return context;
}

/** Things of the demo data's first user, beside a mailing that nobody else has a word of. */
export async function ownersThings(): Promise<Things> {
  const { email } = account("user");
  const { id: mailing, ownerId } = await createMailing(email, 1);
  const made = await db.mailing.findUniqueOrThrow({
    where: { id: mailing },
    select: { name: true, messageId: true, message: { select: { subject: true } } },
  });
  const { listId, recipient } = await db.listMember.findFirstOrThrow({
    where: { list: { mailings: { some: { mailingId: mailing } } } },
    select: { listId: true, recipient: { select: { id: true, email: true } } },
  });
  const attempt = await db.attempt.findFirstOrThrow({
    where: { ownerId },
    select: { id: true, subject: true },
  });
  // Of the content manager: to the owner of everything else it is another's.
  const post = await db.post.findFirstOrThrow({
    where: { status: "published" },
    select: { id: true, slug: true },
  });
  const image = await db.image.findFirstOrThrow({ select: { id: true } });
  const importJob = await createImport(ownerId);
  return {
    ids: {
      mailing,
      attempt: attempt.id,
      message: made.messageId,
      recipient: recipient.id,
      list: listId,
      importJob,
      user: ownerId,
      image: image.id,
      post: post.id,
      slug: post.slug,
    },
    words: [made.name, made.message.subject, attempt.subject, email, recipient.email, "clients-of-june.csv"],
  };
}

/** One that has ended, with a row that was not taken in. */
async function createImport(ownerId: string): Promise<string> {
  const columns = [{ kind: "email" }];
  const job = await db.job.create({
    data: {
      ...{ ownerId, kind: "import", status: "succeeded", finishedAt: new Date(), total: 2, done: 2 },
      input: { name: "clients-of-june.csv", listId: null, encoding: "utf-8", delimiter: ",", columns },
      counts: { added: 1, updated: 0, unchanged: 0, suppressed: 0, duplicate: 0, invalid: 1, changed: 1 },
      state: { rows: 2, chunk: 1, refusal: null },
    },
  });
  await db.importChunk.create({
    data: {
      ...{ jobId: job.id, number: 0, report: "2,added,,vera@mail.example\n", invalid: "", told: [] },
    },
  });
  await db.importBrokenRow.create({
    data: {
      ...{ jobId: job.id, line: 3, reason: "email_invalid", value: "nonsense", at: 0 },
      ...{ cells: ["nonsense"], text: "nonsense" },
    },
  });
  return job.id;
}

async function newContext(): Promise<APIRequestContext> {
  return request.newContext({
    baseURL: setting.E2E_URL,
    maxRedirects: 0,
    // One that is kept may be closed by the server, after 5 s of silence, just as the next request goes out.
    extraHTTPHeaders: { Connection: "close" },
  });
}

async function createAccount(): Promise<Account> {
  const [email, password] = [`blocked.${Date.now()}@people.example`, "words of somebody blocked"];
  await db.user.create({
    data: { email, name: "Boris", passwordHash: await hashPassword(password), emailVerifiedAt: new Date() },
  });
  return { role: "user", email, password };
}
