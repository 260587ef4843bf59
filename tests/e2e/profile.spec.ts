import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { createAccount } from "@/tests/e2e/support/accounts";
import { mailedPath, nthMail } from "@/tests/e2e/support/mailbox";
import { inLanguage, JOURNEY_LANGUAGES, type Language } from "@/tests/e2e/support/setting";
import { signIn, submit, test, trySignIn } from "@/tests/e2e/support/test";
import { words } from "@/tests/e2e/support/words";

const said = {
  en: {
    current: "Current password",
    newPassword: "New password",
    notCurrent: "This is not your current password.",
    changePassword: "Change the password",
    passwordChanged: "Your password has changed, and all other sessions have ended.",
    passwordMail: "Your password was changed",
    signOutEverywhere: "Sign out everywhere",
    signedOut: "You are signed out everywhere.",
    newAddress: "New address",
    sendLink: "Send the link",
    linkSent: (email: string) => `We have sent an email to ${email}.`,
    useAddress: "Use this address",
    moved: "The email address of your account has changed.",
    movedMail: "The address of your account was changed",
    gone: "This link no longer works",
    close: "Close the account",
    sure: "I am sure: close my account",
    notSure: "Confirm that you are sure.",
    closed: "Your account is closed.",
    closedMail: "Your account is closed",
  },
  ru: {
    current: "Текущий пароль",
    newPassword: "Новый пароль",
    notCurrent: "Это не ваш текущий пароль.",
    changePassword: "Изменить пароль",
    passwordChanged: "Пароль изменён, все остальные сеансы завершены.",
    passwordMail: "Пароль изменён",
    signOutEverywhere: "Выйти на всех устройствах",
    signedOut: "Вы вышли на всех устройствах.",
    newAddress: "Новый адрес",
    sendLink: "Отправить ссылку",
    linkSent: (email: string) => `Мы отправили письмо на адрес ${email}.`,
    useAddress: "Использовать этот адрес",
    moved: "Адрес учётной записи изменён.",
    movedMail: "Адрес учётной записи изменён",
    gone: "Эта ссылка больше не действует",
    close: "Закрыть учётную запись",
    sure: "Да, закрыть мою учётную запись",
    notSure: "Подтвердите, что вы уверены.",
    closed: "Ваша учётная запись закрыта.",
    closedMail: "Учётная запись закрыта",
  },
};

const NEW_PASSWORD = "staple of another kind";

for (const language of JOURNEY_LANGUAGES) {
  const text = said[language];

  test(`a changed password ends the other sessions and not this one, and signing out everywhere ends them all (${language})`, async ({
    pageOf,
  }) => {
    const user = await createAccount("user", language);
    const here = await pageOf(user);
    const elsewhere = await pageOf(user);
    await here.goto(inLanguage(language, "/profile"));
    const form = formWith(here, text.newPassword);
    await form.getByLabel(text.current).fill("not the password");
    await form.getByLabel(text.newPassword).fill(NEW_PASSWORD);
    await submit(here, text.changePassword);
    await expect(form.getByText(text.notCurrent)).toBeVisible();
    await form.getByLabel(text.current).fill(user.password);
    await submit(here, text.changePassword);
    await expect(here.getByText(text.passwordChanged).first()).toBeVisible();
    expect((await nthMail(user.email, 1)).subject).toBe(text.passwordMail);
    await here.reload();
    await expect(form).toBeVisible();
    await isOut(elsewhere, language);

    await signIn(elsewhere, { ...user, password: NEW_PASSWORD }, language);
    await submit(here, text.signOutEverywhere);
    await expect(here.getByText(text.signedOut)).toBeVisible();
    await isOut(here, language);
    await isOut(elsewhere, language);
  });

  test(`an address is changed by the link that goes to the new one, and the old one is told (${language})`, async ({
    pageOf,
  }) => {
    const user = await createAccount("user", language);
    const email = `${randomUUID()}@people.example`;
    const page = await pageOf(user);
    await page.goto(inLanguage(language, "/profile"));
    const form = formWith(page, text.newAddress);
    await form.getByLabel(text.newAddress).fill(email);
    await form.getByLabel(text.current).fill(user.password);
    await submit(page, text.sendLink);
    await expect(page.getByText(text.linkSent(email)).first()).toBeVisible();

    const link = await mailedPath(email, 1);
    await page.goto(link);
    await submit(page, text.useAddress);
    await expect(page.getByText(text.moved)).toBeVisible();
    expect((await nthMail(user.email, 1)).subject).toBe(text.movedMail);
    await page.goto(link);
    await expect(page.getByRole("heading", { level: 1, name: text.gone })).toBeVisible();
    await isOut(page, language);
    await trySignIn(page, user, language);
    await expect(page.getByText(words[language].wrong)).toBeVisible();
    await signIn(page, { ...user, email }, language);
  });

  test(`an account is closed by whoever knows its password and is sure, and lets nobody in again (${language})`, async ({
    pageOf,
  }) => {
    const user = await createAccount("user", language);
    const page = await pageOf(user);
    await page.goto(inLanguage(language, "/profile"));
    await submit(page, text.close);
    const form = formWith(page, text.sure);
    await form.getByLabel(text.current).fill("not the password");
    await submit(page, text.close);
    await expect(form.getByText(text.notSure)).toBeVisible();
    await form.getByLabel(text.sure).check();
    await submit(page, text.close);
    await expect(form.getByText(text.notCurrent)).toBeVisible();
    await expect(form.getByLabel(text.sure)).toBeChecked();
    await form.getByLabel(text.current).fill(user.password);
    await submit(page, text.close);
    await expect(page.getByText(text.closed)).toBeVisible();
    expect((await nthMail(user.email, 1)).subject).toBe(text.closedMail);
    await isOut(page, language);
    await trySignIn(page, user, language);
    await expect(page.getByText(words[language].wrong)).toBeVisible();
  });
}

/** The one of the profile's forms that has this field. */
function formWith(page: Page, label: string) {
  return page.locator("form").filter({ has: page.getByLabel(label) });
}

async function isOut(page: Page, language: Language): Promise<void> {
  await page.goto(inLanguage(language, "/profile"));
  await expect(page).toHaveURL(/\/login/);
}
