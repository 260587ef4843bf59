import { randomUUID } from "node:crypto";
import { expect, request, test } from "@playwright/test";
import type { TokenPurpose } from "@prisma/client";
import { issueToken } from "@/lib/auth/tokens";
import { db } from "@/tests/e2e/support/ledger";
import { inLanguage, LANGUAGES, setting } from "@/tests/e2e/support/setting";

const links: Record<TokenPurpose, string> = {
  verify_email: "/verify-email",
  reset_password: "/reset-password",
  change_email: "/change-email",
};

for (const [purpose, page] of Object.entries(links) as [TokenPurpose, string][]) {
  test(`a mail scanner that follows the link of ${purpose} uses nothing up`, async () => {
    const user = await db.user.create({
      data: { email: `${randomUUID()}@people.example`, name: "Vera", passwordHash: "" },
    });
    const newEmail = purpose === "change_email" ? `${randomUUID()}@people.example` : null;
    const token = await db.$transaction((tx) => issueToken(tx, user.id, purpose, newEmail));
    const scanner = await request.newContext({ baseURL: setting.E2E_URL });
    const shown = [];
    for (const language of LANGUAGES) {
      const link = `${inLanguage(language, page)}?token=${token}`;
      for (const ask of [scanner.get, scanner.head, scanner.get]) shown.push(await ask.call(scanner, link));
      // A link that was cut or changed on its way is shown as one, without a word of the account.
      shown.push(await scanner.get(`${inLanguage(language, page)}?token=${token.slice(0, -1)}`));
    }
    expect(shown.map((answer) => answer.status())).toEqual(shown.map(() => 200));
    expect((await Promise.all(shown.map((answer) => answer.text()))).join()).not.toContain(user.email);
    const kept = await db.userToken.findFirstOrThrow({ where: { userId: user.id } });
    expect(kept.usedAt).toBeNull();
    expect(await db.user.findUniqueOrThrow({ where: { id: user.id } })).toEqual(user);
    await scanner.dispose();
  });
}
