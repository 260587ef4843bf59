import { expect } from "@playwright/test";
import { attemptsOf, db, verify } from "@/tests/e2e/support/ledger";
import { mailsOf } from "@/tests/e2e/support/mailbox";
import { inLanguage, LANGUAGES } from "@/tests/e2e/support/setting";
import { account, test } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";

test("the demo's mailing to 1,000 recipients goes out by itself while people watch in both languages", async ({
  pageOf,
}) => {
  const mailing = await db.mailing.findFirstOrThrow({
    where: { name: "Winter catalogue", owner: { email: account("user").email } },
    include: {
      owner: true,
      lists: { include: { list: { include: { members: { include: { recipient: true } } } } } },
    },
  });
  // It waits for tomorrow, or for its owner.
  expect(Number(mailing.nextRunAt)).toBeGreaterThan(Date.now());
  const recipients = mailing.lists.flatMap(({ list }) => list.members.map(({ recipient }) => recipient));
  const addresses = recipients.map(({ email }) => email);
  expect(addresses).toHaveLength(1000);
  expect(recipients.some(({ name }) => /\p{Script=Latin}/u.test(name))).toBe(true);
  expect(recipients.some(({ name }) => /\p{Script=Cyrillic}/u.test(name))).toBe(true);
  const owner = account("user");
  const watching = await Promise.all(
    LANGUAGES.map(async (language) => {
      const page = await pageOf(owner);
      await page.goto(inLanguage(language, `/mailings/${mailing.id}`));
      return { page, said: words[language] };
    }),
  );
  // As if its owner had chosen a time in two or three seconds.
  await db.$executeRaw`
    UPDATE mailings SET start_local = to_char(at AT TIME ZONE time_zone, 'YYYY-MM-DD"T"HH24:MI:SS'), next_run_at = at
    FROM (SELECT date_trunc('second', now() + interval '3 seconds') AS at) said WHERE id = ${mailing.id}::uuid`;
  await Promise.all(
    watching.map(async ({ page, said }) => {
      const bar = page.getByRole("progressbar", { name: said.settled });
      // Neither at its beginning nor at its end: the figures move without anybody's help. Looked for from within, where
      // none is missed that stands for a second.
      await page.waitForFunction(
        (name) => {
          const value = document.querySelector(`[role=progressbar][aria-label="${name}"]`);
          return /^[1-9]\d?$/.test(value?.getAttribute("aria-valuenow") ?? "");
        },
        said.settled,
        { timeout: 180_000, polling: 100 },
      );
      await expect(bar).toBeHidden({ timeout: 180_000 });
      const attempt = page.getByRole("row").filter({ hasText: said.succeeded });
      await expect(attempt).toContainText(said.accepted(1000));
    }),
  );

  const attempts = await attemptsOf(mailing.id);
  expect(attempts).toEqual([
    expect.objectContaining({ kind: "scheduled", status: "succeeded", planned: 1000, accepted: 1000 }),
  ]);
  const deliveries = await db.delivery.findMany({
    where: { attemptId: { in: attempts.map(({ id }) => id) } },
    select: { id: true, address: true, providerId: true },
  });
  const mails = await mailsOf(deliveries.map(({ id }) => id));
  expect(mails.map(({ to }) => to).sort()).toEqual([...addresses].sort().map((address) => [address]));
  expect(mails.map(({ id }) => id).sort()).toEqual(deliveries.map(({ providerId }) => providerId).sort());
  expect(await verify()).toEqual([]);
});
