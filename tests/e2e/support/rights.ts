import type { Things } from "@/tests/e2e/support/sessions";
import { sameFor, type Who } from "@/tests/support/everyone";

/**
 * shown: 200. sign-in: led to it. refused: for this role there is no such page, 403 or 404. missing: 404, as
 * what nobody has.
 */
export type Sight = "shown" | "sign-in" | "refused" | "missing";

export interface PageLine {
  path: (ids: Things["ids"]) => string;
  sights: Record<Who, Sight>;
  /** The same for everybody, so that it can be kept; the others are made for one request. */
  prerendered?: true;
}

/** Every page there is, by the address that its file serves. */
export const pages: Record<string, PageLine> = {
  "/": open("/", "prerendered"),
  "/login": open("/login", "prerendered"),
  "/register": open("/register", "prerendered"),
  "/forgot-password": open("/forgot-password", "prerendered"),
  "/reset-password": open("/reset-password?token=none"),
  "/verify-email": open("/verify-email?token=none"),
  "/change-email": open("/change-email?token=none"),
  "/unsubscribe/[token]": open("/unsubscribe/none"),
  "/blog": open("/blog", "prerendered"),
  "/blog/page/[number]": { path: () => "/blog/page/9999", sights: sameFor("missing"), prerendered: true },
  "/blog/[slug]": { path: ({ slug }) => `/blog/${slug}`, sights: sameFor("shown"), prerendered: true },
  "/[...missing]": { path: () => "/no/such/page", sights: sameFor("missing"), prerendered: true },

  "/overview": own("/overview"),
  "/profile": own("/profile"),
  "/mailings": own("/mailings"),
  "/mailings/[id]": ofOwner(({ mailing }) => `/mailings/${mailing}`),
  "/mailings/new": owning("/mailings/new"),
  "/mailings/[id]/edit": ownersAlone(({ mailing }) => `/mailings/${mailing}/edit`),
  "/mailings/[id]/delete": ownersAlone(({ mailing }) => `/mailings/${mailing}/delete`),
  "/attempts": owning("/attempts"),
  "/reports": owning("/reports"),
  "/reports/deliveries": owning("/reports/deliveries"),
  "/attempts/[id]": ofOwner(({ attempt }) => `/attempts/${attempt}`),

  "/messages": owning("/messages"),
  "/messages/new": owning("/messages/new"),
  "/messages/[id]": ownersAlone(({ message }) => `/messages/${message}`),
  "/messages/[id]/edit": ownersAlone(({ message }) => `/messages/${message}/edit`),
  "/messages/[id]/versions": ownersAlone(({ message }) => `/messages/${message}/versions`),

  "/posts": writing(() => "/posts"),
  "/posts/new": writing(() => "/posts/new"),
  "/posts/[id]": writing(({ post }) => `/posts/${post}`),
  "/posts/[id]/preview": writing(({ post }) => `/posts/${post}/preview`),

  "/recipients": owning("/recipients"),
  "/recipients/new": owning("/recipients/new"),
  "/recipients/paste": owning("/recipients/paste"),
  "/recipients/upload": owning("/recipients/upload"),
  "/recipients/fields": owning("/recipients/fields"),
  "/recipients/suppressions": owning("/recipients/suppressions"),
  "/recipients/suppressions/new": owning("/recipients/suppressions/new"),
  "/recipients/jobs": owning("/recipients/jobs"),
  "/recipients/jobs/[id]": ofRecipientsOwner(({ importJob }) => `/recipients/jobs/${importJob}`),
  "/recipients/lists": owning("/recipients/lists"),
  "/recipients/lists/[id]": ofRecipientsOwner(({ list }) => `/recipients/lists/${list}`),
  "/recipients/[id]": ofRecipientsOwner(({ recipient }) => `/recipients/${recipient}`),
  "/recipients/[id]/edit": ofRecipientsOwner(({ recipient }) => `/recipients/${recipient}/edit`),

  "/admin/users": watching(() => "/admin/users"),
  "/admin/users/[id]": watching(({ user }) => `/admin/users/${user}`),
  "/admin/mailings": watching(() => "/admin/mailings"),
  "/admin/messages": watching(() => "/admin/messages"),
  "/admin/messages/[id]": watching(({ message }) => `/admin/messages/${message}`),
  "/admin/recipients": watching(() => "/admin/recipients"),
  "/admin/recipients/[id]": watching(({ recipient }) => `/admin/recipients/${recipient}`),
  "/admin/recipients/lists": watching(() => "/admin/recipients/lists"),
  "/admin/recipients/lists/[id]": watching(({ list }) => `/admin/recipients/lists/${list}`),
  "/admin/reports": watching(() => "/admin/reports"),
  "/admin/reports/deliveries": watching(() => "/admin/reports/deliveries"),
  "/admin/attempts": watching(() => "/admin/attempts"),
  "/admin/audit": {
    path: () => "/admin/audit",
    sights: { ...needsSession("refused"), admin: "shown" },
  },
};

export interface RouteLine {
  path: (ids: Things["ids"]) => string;
  /** Sent with it, as a picture of no kind where it is bytes. */
  body?: Record<string, unknown> | Buffer;
  statuses: Record<Who, number>;
}

/** Every route handler there is, by method and address. */
export const routes: Record<string, RouteLine> = {
  "GET /api/auth/[...nextauth]": sameForAll("/api/auth/session", 200),
  // Without the token of its form it is nobody's wish; what becomes of the session is looked at below.
  "POST /api/auth/[...nextauth]": sameForAll("/api/auth/signout", 302),
  "GET /api/session": sameForAll("/api/session", 200),
  "GET /api/health": sameForAll("/api/health", 200),
  "GET /api/images/[id]": { path: ({ image }) => `/api/images/${image}`, statuses: sameFor(200) },
  "POST /api/images/avatar": {
    path: () => "/api/images/avatar",
    body: Buffer.from("no picture"),
    statuses: { ...sameFor(415), visitor: 403, blocked: 403 },
  },
  "POST /api/images/article": imageOfArticle("/api/images/article"),
  "POST /api/images/cover": imageOfArticle("/api/images/cover"),
  "POST /api/images/message": {
    path: () => "/api/images/message",
    body: Buffer.from("no image"),
    statuses: { ...sameFor(403), owner: 415, "other user": 415, admin: 415 },
  },
  "POST /api/posts/[slug]/views": { path: ({ slug }) => `/api/posts/${slug}/views`, statuses: sameFor(200) },
  "GET /blog/feed.xml": sameForAll("/blog/feed.xml", 200),
  "GET /blog/[slug]/picture": { path: ({ slug }) => `/blog/${slug}/picture`, statuses: sameFor(200) },
  "GET /api/mailings/[id]/progress": {
    path: ({ mailing }) => `/api/mailings/${mailing}/progress`,
    statuses: { ...sameFor(404), visitor: 401, blocked: 401, owner: 200, manager: 200, admin: 200 },
  },
  "GET /api/attempts/export": {
    path: () => "/api/attempts/export",
    statuses: { ...sameFor(200), visitor: 401, blocked: 401, manager: 403, "content manager": 403 },
  },
  "GET /api/attempts/[id]/export": {
    path: ({ attempt }) => `/api/attempts/${attempt}/export`,
    statuses: { ...sameFor(404), visitor: 401, blocked: 401, owner: 200, manager: 200, admin: 200 },
  },
  "GET /api/reports/export": {
    path: () => "/api/reports/export?scope=all",
    statuses: { ...sameFor(403), visitor: 401, blocked: 401, manager: 200, admin: 200 },
  },
  "GET /api/reports/deliveries": {
    path: () => "/api/reports/deliveries?scope=all",
    statuses: { ...sameFor(403), visitor: 401, blocked: 401, manager: 200, admin: 200 },
  },
  "GET /api/recipients/export": {
    path: () => "/api/recipients/export",
    statuses: { ...sameFor(200), visitor: 401, blocked: 401, manager: 403, "content manager": 403 },
  },
  // Nothing is chosen.
  "POST /api/recipients/export": {
    path: () => "/api/recipients/export",
    statuses: { ...sameFor(400), visitor: 401, blocked: 401, manager: 403, "content manager": 403 },
  },
  "GET /api/recipients/[id]/data": {
    path: ({ recipient }) => `/api/recipients/${recipient}/data`,
    statuses: {
      ...sameFor(404),
      ...{ visitor: 401, blocked: 401, owner: 200, manager: 403, "content manager": 403 },
    },
  },
  // Of no type that they take.
  "POST /api/recipients/inspect": recipientsFile("/api/recipients/inspect"),
  "POST /api/recipients/uploads": recipientsFile("/api/recipients/uploads"),
  "POST /api/recipients/uploads/[id]/parts/[number]": recipientsFile("/api/recipients/uploads/none/parts/0"),
  "POST /api/recipients/uploads/[id]/import": recipientsFile("/api/recipients/uploads/none/import"),
  "POST /api/recipients/uploads/[id]/suppress": recipientsFile("/api/recipients/uploads/none/suppress"),
  "GET /api/recipients/imports/[id]/report": ofImport("report"),
  "GET /api/recipients/imports/[id]/invalid-rows": ofImport("invalid-rows"),
  "GET /api/jobs": {
    path: () => "/api/jobs",
    statuses: { ...sameFor(200), visitor: 401, blocked: 401 },
  },
  "GET /api/overview/running": {
    path: () => "/api/overview/running",
    statuses: { ...sameFor(200), visitor: 401, blocked: 401 },
  },
  "GET /api/palette": {
    path: () => "/api/palette?search=a",
    statuses: { ...sameFor(200), visitor: 401, blocked: 401 },
  },
  // Not for people at all, whoever they are: by a secret, a signature, a signed link.
  "GET /api/cron/mailings": sameForAll("/api/cron/mailings", 401),
  "POST /api/revalidate": { ...sameForAll("/api/revalidate", 401), body: { tags: ["mailings:all"] } },
  "POST /api/webhooks/resend": {
    ...sameForAll("/api/webhooks/resend", 404),
    body: { type: "email.bounced" },
  },
  "GET /view/[token]": sameForAll("/view/none", 404),
  "GET /api/unsubscribe/[token]": sameForAll("/api/unsubscribe/none", 303),
  "POST /api/unsubscribe/[token]": sameForAll("/api/unsubscribe/none", 404),
  "GET /api/[...missing]": sameForAll("/api/none", 404),
  "POST /api/[...missing]": sameForAll("/api/none", 404),
  "PUT /api/[...missing]": sameForAll("/api/none", 404),
  "PATCH /api/[...missing]": sameForAll("/api/none", 404),
  "DELETE /api/[...missing]": sameForAll("/api/none", 404),
};

function open(path: string, kept?: "prerendered"): PageLine {
  return { path: () => path, sights: sameFor("shown"), ...(kept && { prerendered: true }) };
}

/** For everybody with a session, each with what is their own on it. */
function own(path: string): PageLine {
  return { path: () => path, sights: needsSession("shown") };
}

/** Somebody's object: for its owner and who watches over everybody's. For all others there is none. */
function ofOwner(path: PageLine["path"]): PageLine {
  const sights = { ...needsSession("missing"), owner: "shown", manager: "shown", admin: "shown" } as const;
  return { path, sights };
}

/** Somebody's object, to be changed: for everybody but its owner there is none. */
function ownersAlone(path: PageLine["path"]): PageLine {
  return { path, sights: { ...needsSession("missing"), owner: "shown" } };
}

/** For roles that own mailings, each with what is their own on it. */
function owning(path: string): PageLine {
  const sights = {
    ...needsSession("refused"),
    owner: "shown",
    "other user": "shown",
    admin: "shown",
  } as const;
  return { path: () => path, sights };
}

/** Of one's recipients: to other roles there are no such pages, to others nothing is there. */
function ofRecipientsOwner(path: PageLine["path"]): PageLine {
  return { path, sights: { ...needsSession("refused"), owner: "shown" } };
}

function recipientsFile(path: string): RouteLine {
  const statuses = { ...sameFor(415), visitor: 401, blocked: 401, manager: 403, "content manager": 403 };
  return { path: () => path, body: Buffer.from("no CSV"), statuses };
}

/** What became of the rows of an import: to everybody but its owner there is none. */
function ofImport(file: string): RouteLine {
  const statuses = { ...sameFor(404), visitor: 401, blocked: 401, owner: 200 };
  return { path: ({ importJob }) => `/api/recipients/imports/${importJob}/${file}`, statuses };
}

function watching(path: PageLine["path"]): PageLine {
  return { path, sights: { ...needsSession("refused"), manager: "shown", admin: "shown" } };
}

function writing(path: PageLine["path"]): PageLine {
  return { path, sights: { ...needsSession("refused"), "content manager": "shown", admin: "shown" } };
}

function imageOfArticle(path: string): RouteLine {
  const statuses = { ...sameFor(403), "content manager": 415, admin: 415 };
  return { path: () => path, body: Buffer.from("no picture"), statuses };
}

function sameForAll(path: string, status: number): RouteLine {
  return { path: () => path, statuses: sameFor(status) };
}

function needsSession(sight: Sight): Record<Who, Sight> {
  return { ...sameFor(sight), visitor: "sign-in", blocked: "sign-in" };
}
