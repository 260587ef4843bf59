import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { idle } from "@/lib/actions/state";
import {
  sameForAll,
  isDone,
  ownAccount,
  ownersOnly,
  refusal,
  watchersOnly,
  writersOnly,
  type Line,
} from "@/tests/integration/rights/lines";
import { recipientLines } from "@/tests/integration/rights/recipient-lines";
import { messageLines } from "@/tests/integration/rights/message-lines";
import { mailingLines } from "@/tests/integration/rights/mailing-lines";
import type { Who } from "@/tests/support/everyone";

const signedOut = refusal("signed_out");
const wrongPassword = {
  status: "refused",
  code: "invalid",
  faults: { currentPassword: "password_wrong" },
  typed: expect.not.objectContaining({ currentPassword: expect.anything() }) as object,
};
const linkGone = refusal("link_gone");
const mailSent = { status: "done", value: { inbox: null } };
const noToken = "A".repeat(43);

/** Every action there is, by its page and name: what it answers to whom. */
export const table: Record<string, Line> = {
  ...mailingLines,
  "/mailings/[id] startMailing": ownersOnly(
    ({ mailingId }) => [mailingId, idle, form({ startId: randomUUID() })],
    { status: "done", value: { already: false } },
  ),
  "/mailings/[id] pauseMailing": ownersOnly(({ mailingId }) => [mailingId, idle, form({})]),
  // It is not paused.
  "/mailings/[id] resumeMailing": {
    ...ownersOnly(({ mailingId }) => [mailingId, idle, form({})], refusal("not_paused")),
    changes: {},
  },
  "/mailings/[id] finishMailing": ownersOnly(({ mailingId }) => [mailingId, idle, form({})]),

  ...messageLines,
  ...recipientLines,

  "/admin/mailings stopMailing": watchersOnly(
    ({ mailingId }) => [mailingId, idle, form({ reason: "Complaints" })],
    ["manager", "admin"],
  ),
  // It is not stopped.
  "/admin/mailings liftStop": unless(
    watchersOnly(({ mailingId }) => [mailingId, idle, form({ reason: "Fine" })], ["manager", "admin"]),
    ["manager", "admin"],
    refusal("not_stopped"),
  ),
  "/admin/users blockUser": watchersOnly(
    ({ ownerId }) => [ownerId, idle, form({ reason: "Complaints" })],
    ["manager", "admin"],
  ),
  "/admin/users unblockUser": unless(
    // Whoever is blocked is among those who ask, and then is the target.
    watchersOnly(({ ownerId }) => [ownerId, idle, form({ reason: "Fine" })], ["manager", "admin"]),
    ["manager", "admin"],
    refusal("not_blocked"),
  ),
  "/admin/users giveRole": watchersOnly(
    ({ ownerId }) => [ownerId, idle, form({ role: "content_manager" })],
    ["admin"],
  ),
  // Of somebody whose role may use it: for who may hand over at all, it stays theirs.
  "/admin/users handOverThings": unless(
    watchersOnly(({ ownerId }) => [ownerId, idle, form({ heirEmail: "nobody@people.test" })], ["admin"]),
    ["admin"],
    refusal("no_heir"),
  ),

  "/posts createArticle": writersOnly(() => [idle, article({ postId: randomUUID() })], {
    done: { redirect: expect.stringMatching(/^\/posts\/[0-9a-f-]{36}$/) as string },
    changes: "an article",
  }),
  // Nobody has seen the version that it names.
  "/posts saveArticle": writersOnly(({ postId }) => [postId, idle, article({ version: "1" })], {
    done: refusal("changed_meanwhile"),
  }),
  "/posts publishArticle": onArticle({}),
  "/posts scheduleArticle": onArticle({ at: "2040-01-02T09:00" }),
  "/posts unpublishArticle": writersOnly(({ postId }) => [postId, idle, form({})], {
    done: refusal("not_published"),
  }),
  "/posts deleteArticle": writersOnly(({ postId }) => [postId, idle, form({})], {
    done: { redirect: "/posts" },
    changes: "the target's",
  }),
  "/posts previewArticle": writersOnly(() => [null, idle, form({ source: "# Hello" })], {
    done: { status: "done", value: { html: "<h2>Hello</h2>" } },
  }),

  "/overview noteSeen": ownAccount([idle, form({ at: "2026-11-21T12:00:00.000Z" })], isDone, signedOut),

  "/profile saveProfile": ownAccount(
    [idle, form({ name: "Somebody Else", language: "en", timeZone: "UTC", phone: "", country: "" })],
    { status: "done", value: "en" },
    signedOut,
  ),
  "/profile changePassword": ownAccount(
    [idle, form({ currentPassword: "not the password", password: "quite another one" })],
    wrongPassword,
    signedOut,
  ),
  "/profile changeEmail": ownAccount(
    [idle, form({ email: "new@people.test", currentPassword: "not the password" })],
    wrongPassword,
    signedOut,
  ),
  "/profile closeAccount": ownAccount(
    [idle, form({ currentPassword: "not the password", sure: "on" })],
    wrongPassword,
    signedOut,
  ),
  "/profile signOutEverywhere": ownAccount(
    [idle, form({})],
    { redirect: "/login?notice=signed_out" },
    { redirect: "/login?notice=signed_out" },
  ),
  "/profile removeAvatar": ownAccount([idle, form({})], isDone, signedOut),

  "/login signIn": sameForAll(() => [idle, form({ email: "", password: "" })], {
    status: "refused",
    faults: { email: "email_missing", password: "password_missing" },
  }),
  "/login signOut": sameForAll(() => [idle, form({})], { redirect: "/" }),
  "/register register": sameForAll(
    () => [idle, form({ name: "Vera", email: freshEmail(), password: "words of a newcomer" })],
    mailSent,
    "anything new",
  ),
  "/register sendConfirmation": sameForAll(() => [idle, form({ email: freshEmail() })], mailSent),
  "/forgot-password requestPasswordReset": sameForAll(() => [idle, form({ email: freshEmail() })], mailSent),
  "/verify-email confirmEmail": sameForAll(() => [noToken, idle, form({})], linkGone),
  "/change-email confirmNewEmail": sameForAll(() => [noToken, idle, form({})], linkGone),
  "/reset-password resetPassword": sameForAll(
    () => [noToken, idle, form({ password: "words of a newcomer" })],
    linkGone,
  ),
  "/unsubscribe/[token] unsubscribe": sameForAll(
    () => ["not a token of ours", idle, form({})],
    refusal("link_gone"),
  ),
};

/** The same line, but that what is asked for cannot be done. */
function unless(line: Line, who: Who[], answer: unknown): Line {
  const answers = { ...line.answers };
  for (const one of who) answers[one] = answer;
  return { ...line, answers, changes: {} };
}

function onArticle(fields: Record<string, string>): Line {
  return writersOnly(({ postId }) => [postId, idle, form(fields)], { done: isDone, changes: "the target's" });
}

function article(more: Record<string, string> = {}): FormData {
  const texts = { title: "News", summary: "", language: "en", slug: "", source: "Text" };
  return form({ ...texts, coverId: "", coverAlt: "", ...more });
}

/** An address that nobody has, nor had a mail sent to before: the limits are shared by the whole process. */
function freshEmail(): string {
  return `${randomUUID()}@people.test`;
}

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}
