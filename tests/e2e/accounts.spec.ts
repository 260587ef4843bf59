import { randomUUID } from "node:crypto";
import { expect } from "@playwright/test";
import sharp from "sharp";
import { mailedPath } from "@/tests/e2e/support/mailbox";
import { inLanguage, LANGUAGES, setting } from "@/tests/e2e/support/setting";
import { signIn, submit, test, trySignIn } from "@/tests/e2e/support/test";

// Words of these pages alone, written down a second time like those of support/words.ts.
const said = {
  en: {
    name: "Your name",
    profileName: "Name",
    email: "Email",
    password: "Password",
    newPassword: "New password",
    register: "Create the account",
    sent: "Check your email",
    inbox: "Open the inbox of this installation",
    confirm: "Confirm the address",
    confirmed: "Your address is confirmed.",
    unconfirmed: "Confirm your email address first",
    short: "Choose a password of at least 12 characters.",
    profile: "Profile",
    save: "Save",
    saved: "Saved.",
    phone: "Phone",
    phoneFault: "Enter the number with its country code",
    country: "Country",
    germany: "Germany",
    chooseFile: "Choose an image",
    forgot: "Forgot your password?",
    sendLink: "Send the link",
    setPassword: "Set the password",
    wrong: "Wrong email or password.",
    reset: "Your new password is set",
    gone: "This link no longer works",
  },
  ru: {
    name: "Ваше имя",
    profileName: "Имя",
    email: "Электронная почта",
    password: "Пароль",
    newPassword: "Новый пароль",
    register: "Зарегистрироваться",
    sent: "Проверьте почту",
    inbox: "Открыть почтовый ящик этой установки",
    confirm: "Подтвердить адрес",
    confirmed: "Адрес подтверждён.",
    unconfirmed: "Сначала подтвердите адрес электронной почты",
    short: "Придумайте пароль не короче 12 символов.",
    profile: "Профиль",
    save: "Сохранить",
    saved: "Сохранено.",
    phone: "Телефон",
    phoneFault: "Введите номер с кодом страны",
    country: "Страна",
    germany: "Германия",
    chooseFile: "Выбрать изображение",
    forgot: "Забыли пароль?",
    sendLink: "Отправить ссылку",
    setPassword: "Сохранить пароль",
    wrong: "Неверный адрес или пароль.",
    reset: "Новый пароль установлен",
    gone: "Эта ссылка больше не действует",
  },
};

const PASSWORD = "correct horse battery";
const NEW_PASSWORD = "staple of another kind";

for (const language of LANGUAGES) {
  const words = said[language];

  test(`somebody registers, confirms by mail, signs in, edits the profile and sets a forgotten password anew (${language})`, async ({
    page,
    browser,
  }) => {
    const email = `${randomUUID()}@people.example`;
    await page.goto(inLanguage(language, "/register"));
    await page.getByLabel(words.name).fill("Vera Postnova");
    await page.getByLabel(words.email).fill(email);
    await page.getByLabel(words.password, { exact: true }).fill("short");
    await submit(page, words.register);
    await expect(page.getByText(words.short)).toBeVisible();
    await expect(page.getByLabel(words.email)).toHaveValue(email);
    await page.reload();
    await expect(page.getByLabel(words.name)).toHaveValue("Vera Postnova");
    await expect(page.getByLabel(words.email)).toHaveValue(email);
    await page.getByLabel(words.password, { exact: true }).fill(PASSWORD);
    await submit(page, words.register);
    await expect(page.getByRole("heading", { name: words.sent })).toBeFocused();
    await expect(page.getByRole("link", { name: words.inbox })).toHaveAttribute(
      "href",
      `${setting.E2E_MAILBOX_URL}/inbox`,
    );

    await trySignIn(page, { email, password: PASSWORD }, language);
    await expect(page.getByText(words.unconfirmed)).toBeVisible();

    const confirm = await mailedPath(email, 1);
    // As a mail scanner does, which must not use the link up.
    await page.request.get(confirm);
    await page.goto(confirm);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await submit(page, words.confirm);
    await expect(page.getByText(words.confirmed)).toBeVisible();
    await page.goto(confirm);
    await expect(page.getByRole("heading", { name: words.gone })).toBeVisible();

    await signIn(page, { email, password: PASSWORD }, language);
    await page.goto(inLanguage(language, "/profile"));
    await expect(page.getByRole("heading", { level: 1, name: words.profile })).toBeVisible();
    await page.getByLabel(words.phone).fill("901820");
    await submit(page, words.save);
    await expect(page.getByText(words.phoneFault)).toBeVisible();
    await page.getByLabel(words.phone).fill("+49 (30) 901-820");
    const country = page.getByRole("combobox", { name: words.country });
    await country.fill(words.germany.slice(0, 5));
    // By keyboard: a click may scroll the page first, which closes the list.
    await expect(page.getByRole("option", { name: words.germany })).toBeVisible();
    await country.press("ArrowDown");
    await country.press("Enter");
    await expect(country).toHaveValue(words.germany);
    await submit(page, words.save);
    await expect(page.getByText(words.saved).first()).toBeVisible();
    await page.getByLabel(words.chooseFile).setInputFiles({
      name: "me.png",
      mimeType: "image/png",
      buffer: await sharp({ create: { width: 300, height: 200, channels: 3, background: "#23407a" } })
        .png()
        .toBuffer(),
    });
    for (const place of ["main", "banner"] as const) {
      await expect(page.getByRole(place).locator("[style*='/api/images/']")).toBeVisible();
    }
    await page.reload();
    await expect(page.getByLabel(words.phone)).toHaveValue("+4930901820");
    await expect(country).toHaveValue(words.germany);

    const visitor = await browser.newPage({ baseURL: setting.E2E_URL });
    await visitor.goto(inLanguage(language, "/login"));
    await visitor.getByRole("link", { name: words.forgot }).click();
    // The page that it leads from has such a field too.
    await expect(visitor.getByRole("heading", { level: 1, name: words.forgot })).toBeVisible();
    await visitor.getByLabel(words.email).fill(email);
    await submit(visitor, words.sendLink);
    await expect(visitor.getByRole("heading", { name: words.sent })).toBeVisible();
    await visitor.goto(await mailedPath(email, 2));
    await visitor.getByLabel(words.newPassword).fill(NEW_PASSWORD);
    await submit(visitor, words.setPassword);
    await expect(visitor.getByText(words.reset)).toBeVisible();
    await visitor.close();

    // The session that was open has ended; the new password opens another.
    await page.goto(inLanguage(language, "/profile"));
    await expect(page).toHaveURL(/\/login/);
    await trySignIn(page, { email, password: PASSWORD }, language);
    await expect(page.getByText(words.wrong)).toBeVisible();
    await signIn(page, { email, password: NEW_PASSWORD }, language);
  });
}
