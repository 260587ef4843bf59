import type { Language } from "@/tests/e2e/support/setting";

/** What people read, written down a second time: a test that read the catalogues would believe anything. */
interface Words {
  email: string;
  password: string;
  signIn: string;
  signOut: string;
  menu: string;
  overview: string;
  mailings: string;
  articles: string;
  settled: string;
  succeeded: string;
  byHand: string;
  start: string;
  started: string;
  already: string;
  scheduledComes: string;
  pause: string;
  paused: string;
  resume: string;
  held: RegExp;
  unsubscribe: string;
  unsubscribed: string;
  wrong: string;
  notFound: string;
  forbidden: string;
  block: string;
  unblock: string;
  blocked: string;
  stop: string;
  stopConfirm: string;
  stopped: string;
  lift: string;
  liftConfirm: string;
  supervision: string;
  users: string;
  role: string;
  giveRole: string;
  user: string;
  manager: string;
  reason: string;
  reasonMissing: string;
  /** What who signs in blocked reads. */
  youAreBlocked: (reason: string) => string;
  /** So many accepted, as the table of attempts says it. */
  accepted: (count: number) => string;
}

export const words: Record<Language, Words> = {
  en: {
    email: "Email",
    password: "Password",
    signIn: "Sign in",
    signOut: "Sign out",
    menu: "Open the menu",
    overview: "Overview",
    mailings: "Mailings",
    articles: "Articles",
    settled: "Recipients settled",
    succeeded: "Succeeded",
    byHand: "By hand",
    start: "Send now",
    started: "Started.",
    already: "It was started already",
    scheduledComes: "The scheduled run still comes on",
    pause: "Pause",
    paused: "Paused",
    resume: "Resume",
    held: /^Paused, [\d,]+ left; resume to send them\.$/,
    unsubscribe: "Unsubscribe",
    unsubscribed: "You are unsubscribed",
    wrong: "Wrong email or password.",
    notFound: "There is no such page",
    forbidden: "This page is not for your role",
    block: "Block",
    unblock: "Unblock",
    blocked: "Blocked",
    stop: "Stop",
    stopConfirm: "Stop it",
    stopped: "Stopped",
    lift: "Lift the stop",
    liftConfirm: "Lift it",
    supervision: "Supervision",
    users: "Users",
    role: "Role",
    giveRole: "Give this role",
    user: "User",
    manager: "Manager",
    reason: "Reason",
    reasonMissing: "Give a reason.",
    youAreBlocked: (reason) => `Your account is blocked. Reason: ${reason}`,
    accepted: (count) => `${new Intl.NumberFormat("en").format(count)} accepted`,
  },
  ru: {
    email: "Электронная почта",
    password: "Пароль",
    signIn: "Войти",
    signOut: "Выйти",
    menu: "Открыть меню",
    wrong: "Неверный адрес или пароль.",
    overview: "Обзор",
    mailings: "Рассылки",
    articles: "Статьи",
    settled: "Получателей с известным итогом",
    succeeded: "Успешно",
    byHand: "Вручную",
    start: "Отправить сейчас",
    started: "Запущена.",
    already: "Она уже запущена",
    scheduledComes: "Запуск по расписанию тоже будет",
    pause: "Приостановить",
    paused: "Приостановлена",
    resume: "Возобновить",
    held: /^Приостановлена, осталось [\d\s]+ пис(?:ем|ьма|ьмо); возобновите, чтобы отправить (?:их|его)\.$/,
    unsubscribe: "Отписаться",
    unsubscribed: "Вы отписаны",
    notFound: "Такой страницы нет",
    forbidden: "Эта страница не для вашей роли",
    block: "Заблокировать",
    unblock: "Разблокировать",
    blocked: "Заблокирована",
    stop: "Остановить",
    stopConfirm: "Остановить",
    stopped: "Остановлена",
    lift: "Снять остановку",
    liftConfirm: "Снять",
    supervision: "Контроль",
    users: "Пользователи",
    role: "Роль",
    giveRole: "Назначить",
    user: "Пользователь",
    manager: "Менеджер",
    reason: "Причина",
    reasonMissing: "Укажите причину.",
    youAreBlocked: (reason) => `Ваша учётная запись заблокирована. Причина: ${reason}`,
    accepted: (count) => `принято ${new Intl.NumberFormat("ru").format(count)}`,
  },
};
