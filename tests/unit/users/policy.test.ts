import { describe, expect, test } from "vitest";
import { mayControlMailing, maySeeMailing, mayStopMailings } from "@/lib/mailings/policy";
import { mayChangeArticle, mayWriteArticles } from "@/lib/posts/policy";
import {
  adminLinksFor,
  mayBlock,
  mayGiveRole,
  mayListUsers,
  mayOwnMailings,
  mayReadAudit,
  maySeeAll,
  type Actor,
} from "@/lib/users/policy";

const open = { open: true };
const closed = { open: false };
const somebody = (role: string): Actor => ({ id: "somebody", role });
const another = (role: string): Actor => ({ id: "another", role });

/** One row per right; the roles that have it. Whoever is not named may not. */
const table: [string, (actor: Actor) => boolean, string[]][] = [
  ["own recipients, messages and mailings", mayOwnMailings, ["user", "admin"]],
  [
    "control their own mailing",
    (actor) => mayControlMailing(actor, { ownerId: actor.id }),
    ["user", "admin"],
  ],
  ["control another's mailing", (actor) => mayControlMailing(actor, { ownerId: "another" }), []],
  ["see everybody's things", maySeeAll, ["manager", "admin"]],
  ["see another's mailing", (actor) => maySeeMailing(actor, { ownerId: "another" }), ["manager", "admin"]],
  [
    "see their own mailing",
    (actor) => maySeeMailing(actor, { ownerId: actor.id }),
    ["user", "manager", "admin"],
  ],
  ["stop any mailing and lift it", mayStopMailings, ["manager", "admin"]],
  ["list users", mayListUsers, ["manager", "admin"]],
  ["block a user", (actor) => mayBlock(actor, another("user")), ["manager", "admin"]],
  ["block a manager", (actor) => mayBlock(actor, another("manager")), ["admin"]],
  ["block a content manager", (actor) => mayBlock(actor, another("content_manager")), ["admin"]],
  ["block an admin", (actor) => mayBlock(actor, another("admin")), ["admin"]],
  ["block somebody of an unknown role", (actor) => mayBlock(actor, another("janitor")), ["admin"]],
  ["block themselves", (actor) => mayBlock(actor, actor), []],
  ["give another a role", (actor) => mayGiveRole(actor, another("user")), ["admin"]],
  ["give an admin a role", (actor) => mayGiveRole(actor, another("admin")), ["admin"]],
  ["give themselves a role", (actor) => mayGiveRole(actor, actor), []],
  ["read the audit log", mayReadAudit, ["admin"]],
  ["write articles", (actor) => mayWriteArticles(actor, closed), ["content_manager", "admin"]],
  [
    "write articles where authorship is open",
    (actor) => mayWriteArticles(actor, open),
    ["user", "content_manager", "admin"],
  ],
  [
    "change their own article",
    (actor) => mayChangeArticle(actor, { authorId: actor.id }, closed),
    ["content_manager", "admin"],
  ],
  [
    "change their own article where authorship is open",
    (actor) => mayChangeArticle(actor, { authorId: actor.id }, open),
    ["user", "content_manager", "admin"],
  ],
  [
    "change another's article where authorship is open",
    (actor) => mayChangeArticle(actor, { authorId: "another" }, open),
    ["content_manager", "admin"],
  ],
];

// "User" and "ADMIN": a role is a word of the database, and nothing that resembles one.
const everyRole = ["user", "manager", "content_manager", "admin", "janitor", "", "User", "ADMIN", "owner"];

describe.each(table)("who may %s", (_right, may, allowed) => {
  test.each(everyRole)("role %j", (role) => {
    expect(may(somebody(role))).toBe(allowed.includes(role));
  });
});

describe("the pages over everybody's things", () => {
  test.each([
    ["manager", ["users", "mailings", "messages", "recipients", "attempts", "reports"]],
    ["admin", ["users", "mailings", "messages", "recipients", "attempts", "reports", "audit"]],
    ["user", []],
    ["content_manager", []],
    ["janitor", []],
  ])("that %s is led to", (role, names) => {
    expect(adminLinksFor(role).map((link) => link.name)).toEqual(names);
  });
});
