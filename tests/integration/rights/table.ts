import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import {
  everybodys,
  ownAccount,
  ownersOnly,
  watchersOnly,
  writersOnly,
  type Line,
} from "@/tests/integration/rights/lines";

const nothingStarted = { refusal: null, keepScheduled: false, started: null };
const nothingDone = { done: null, refusal: null, errors: {} };
const nothingSaved = { refusal: null, saved: null };
const nothingSent = { typed: { name: "", email: "" }, sent: null, refusal: null };
const wrongPassword = { errors: { present: { message: "password_wrong" } } };
/** As forms without script are answered; in place otherwise. */
const toProfile = { redirect: "/login?next=/profile" };
const noToken = "A".repeat(43);

/** Every action there is, by its page and name: what it answers to whom. */
export const table: Record<string, Line> = {
  "/mailings/[id] startMailing": ownersOnly(
    ({ mailingId }) => [mailingId, nothingStarted, form({ startId: randomUUID() })],
    {
      visitor: { refusal: "signed_out", started: null },
      notThere: { refusal: "not_found", started: null },
      done: { refusal: null, started: { already: false } },
    },
  ),
  "/mailings/[id] changeMailing": ownersOnly(
    ({ mailingId }) => [mailingId, null, form({ command: "pause" })],
    { visitor: "signed_out", notThere: "not_found", done: null },
  ),

  "/admin/mailings changeStop": watchersOnly(
    ({ mailingId }) => [mailingId, "stop", "Complaints"],
    ["manager", "admin"],
  ),
  "/admin/users changeBlock": watchersOnly(
    ({ ownerId }) => [ownerId, "block", "Complaints"],
    ["manager", "admin"],
  ),
  "/admin/users giveRole": watchersOnly(({ ownerId }) => [ownerId, "content_manager"], ["admin"]),
  // Of somebody whose role may use it: for who may hand over at all, it stays theirs.
  "/admin/users handOverThings": {
    ...watchersOnly(({ ownerId }) => [ownerId, "nobody@people.test"], []),
    answers: { ...watchersOnly(() => [], []).answers, admin: "no_heir" },
  },

  "/posts beginArticleHere": writersOnly(() => ["en", nothingSaved, article({ postId: randomUUID() })], {
    refused: (refusal) => ({ refusal }),
    done: { redirect: expect.stringMatching(/^\/posts\/[0-9a-f-]{36}$/) as string },
    changes: "an article",
  }),
  // Nobody has seen the version that it names.
  "/posts saveArticleHere": {
    ...writersOnly(({ postId }) => [postId, nothingSaved, article({ version: "1" })], {
      refused: (refusal) => ({ refusal }),
      done: { refusal: "changed_meanwhile" },
    }),
  },
  "/posts publishHere": onArticle(({ postId }) => [postId]),
  "/posts scheduleHere": onArticle(({ postId }) => [postId, "2040-01-02T09:00"]),
  "/posts unpublishHere": writersOnly(({ postId }) => [postId], {
    refused: (code) => code,
    done: "not_published",
  }),
  "/posts deleteHere": writersOnly(({ postId }) => ["en", postId], {
    refused: (code) => code,
    done: { redirect: "/posts" },
    changes: "the target's",
  }),
  "/posts previewHere": writersOnly(() => [null, "# Hello"], {
    refused: (code) => ({ code }),
    done: { html: "<h2>Hello</h2>" },
  }),

  "/overview noteSeenHere": ownAccount(["2026-11-21T12:00:00.000Z"], null, "signed_out"),

  "/profile saveProfileHere": ownAccount(
    ["en", nothingDone, form({ name: "Somebody Else", language: "en", timeZone: "UTC", phone: "" })],
    { refusal: null, done: { word: "" } },
    toProfile,
  ),
  "/profile changePasswordHere": ownAccount(
    ["en", nothingDone, form({ present: "not the password", password: "quite another one" })],
    wrongPassword,
    toProfile,
  ),
  "/profile changeEmailHere": ownAccount(
    ["en", nothingDone, form({ email: "new@people.test", present: "not the password" })],
    wrongPassword,
    toProfile,
  ),
  "/profile closeAccountHere": ownAccount(
    ["en", nothingDone, form({ present: "not the password", sure: "on" })],
    wrongPassword,
    toProfile,
  ),
  "/profile signOutEverywhereHere": ownAccount(
    ["en"],
    { redirect: "/login?notice=signed_out" },
    { redirect: "/login?notice=signed_out" },
  ),
  "/profile removeAvatarHere": ownAccount([], null, "signed_out"),

  "/login signInHere": everybodys(
    () => ["en", { email: "", refusal: null }, form({ email: "", password: "" })],
    {
      refusal: { code: "wrong" },
    },
  ),
  "/login signOutHere": everybodys(() => ["en"], { redirect: "/" }),
  "/register registerHere": everybodys(
    () => ["en", nothingSent, form({ name: "Vera", email: freshEmail(), password: "words of a newcomer" })],
    { refusal: null, sent: { inbox: null } },
    "anything new",
  ),
  "/register sendConfirmationHere": everybodys(() => ["en", nothingSent, form({ email: freshEmail() })], {
    refusal: null,
    sent: { inbox: null },
  }),
  "/forgot-password askForResetHere": everybodys(() => ["en", nothingSent, form({ email: freshEmail() })], {
    refusal: null,
    sent: { inbox: null },
  }),
  "/verify-email confirmHere": everybodys(() => ["en", noToken], { code: "gone" }),
  "/change-email changeEmailHere": everybodys(() => ["en", noToken], { code: "gone" }),
  "/reset-password resetHere": everybodys(
    () => ["en", noToken, { gone: false, refusal: null }, form({ password: "words of a newcomer" })],
    { gone: true },
  ),
  "/unsubscribe/[token] unsubscribeHere": everybodys(() => ["not a token of ours"], {
    code: "invalid_token",
  }),
};

function onArticle(args: Line["args"]): Line {
  return writersOnly(args, { refused: (code) => code, done: null, changes: "the target's" });
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
