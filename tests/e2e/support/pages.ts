import { attemptsOf, db } from "@/tests/e2e/support/ledger";
import { mailsTo, unsubscribePath } from "@/tests/e2e/support/mailbox";
import { setting, type Account } from "@/tests/e2e/support/setting";

/** The pages there are, by a name for the report: those for everybody, those of an account, and those over all. */
export interface PagePaths {
  readonly open: Readonly<Record<string, string>>;
  readonly own: Readonly<Record<string, string>>;
  readonly admin: Readonly<Record<string, string>>;
}

/** With a mailing of the demo data that has run, an attempt of it, and the link of a mail of it. */
export async function pagePaths({ email }: Account): Promise<PagePaths> {
  const mailing = await db.mailing.findFirstOrThrow({
    where: { owner: { email }, attempts: { some: { status: "succeeded" } } },
    select: { id: true, ownerId: true, messageId: true },
  });
  const [attempt] = await attemptsOf(mailing.id);
  if (!attempt) throw new Error("The demo data has no attempt.");
  const { address } = await db.delivery.findFirstOrThrow({
    where: { attemptId: attempt.id, status: "accepted" },
    select: { address: true },
  });
  const [mail] = await mailsTo([address]);
  if (!mail) throw new Error(`The mailbox at ${setting.E2E_MAILBOX_URL} has no mail of the demo data.`);
  return {
    open: {
      "the home page": "/",
      "sign-in": "/login",
      "the unsubscribe page": unsubscribePath(mail),
      "a broken unsubscribe link": "/unsubscribe/not-a-token",
    },
    own: {
      "the list of mailings": "/mailings",
      "a search without result": "/mailings?search=no-mailing-has-this-name",
      "a mailing": `/mailings/${mailing.id}`,
      "an attempt": `/attempts/${attempt.id}`,
    },
    admin: {
      "the list of users": "/admin/users",
      "a search for users without result": "/admin/users?search=nobody-is-called-this",
      "a user": `/admin/users/${mailing.ownerId}`,
      "everybody's mailings": "/admin/mailings",
      "somebody's mailing": `/mailings/${mailing.id}`,
      "everybody's messages": "/admin/messages",
      "somebody's message": `/admin/messages/${mailing.messageId}`,
      "everybody's recipients": "/admin/recipients",
      "everybody's attempts": "/admin/attempts",
      "the audit log": "/admin/audit",
    },
  };
}
