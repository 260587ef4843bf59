import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { workspaceLinks } from "@/components/frame/workspace-links";
import { roles } from "@/lib/users/policy";

const ofAll = [
  "/admin/users",
  "/admin/mailings",
  "/admin/messages",
  "/admin/recipients",
  "/admin/attempts",
  "/admin/reports",
];

test.each([
  {
    role: "user",
    own: ["/overview", "/mailings", "/messages", "/recipients", "/attempts", "/reports"],
    supervision: [],
  },
  { role: "manager", own: ["/overview"], supervision: ofAll },
  { role: "content_manager", own: ["/overview", "/posts"], supervision: [] },
  {
    role: "admin",
    own: ["/overview", "/mailings", "/messages", "/recipients", "/attempts", "/reports", "/posts"],
    supervision: [...ofAll, "/admin/audit"],
  },
  { role: "of a later version", own: ["/overview"], supervision: [] },
])("the frame offers the role $role the pages it may open and no others", ({ role, own, supervision }) => {
  const links = workspaceLinks({ id: "somebody", role }, { open: false });
  expect(links.own.map(({ href }) => href)).toEqual(own);
  expect(links.supervision.map(({ href }) => href)).toEqual(supervision);
  expect(links.home).toBe("/overview");
});

test("where authorship is open a user writes articles beside their mailings, a manager none", () => {
  const links = (role: string) => workspaceLinks({ id: "somebody", role }, { open: true });
  expect(links("user").own.map(({ href }) => href)).toEqual([
    "/overview",
    "/mailings",
    "/messages",
    "/recipients",
    "/attempts",
    "/reports",
    "/posts",
  ]);
  expect(links("manager").own.map(({ href }) => href)).toEqual(["/overview"]);
});

test.each(roles)("every page that the frame offers the role %s exists", (role) => {
  const { own, supervision, home } = workspaceLinks({ id: "somebody", role }, { open: true });
  const missing = [home, ...own.map(({ href }) => href), ...supervision.map(({ href }) => href)].filter(
    (href) =>
      !["", "/(list)"].some((group) => existsSync(`app/[locale]/(workspace)${href}${group}/page.tsx`)),
  );
  expect(missing).toEqual([]);
});
