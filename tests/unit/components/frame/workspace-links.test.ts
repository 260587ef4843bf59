import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { workspaceLinks } from "@/components/frame/workspace-links";
import { roles } from "@/lib/users/policy";

const everybodys = [
  "/admin/users",
  "/admin/mailings",
  "/admin/messages",
  "/admin/recipients",
  "/admin/attempts",
];

test.each([
  { role: "user", home: "/mailings", own: ["/mailings"], supervision: [] },
  { role: "manager", home: "/admin/users", own: [], supervision: everybodys },
  { role: "content_manager", home: "/posts", own: ["/posts"], supervision: [] },
  {
    role: "admin",
    home: "/mailings",
    own: ["/mailings", "/posts"],
    supervision: [...everybodys, "/admin/audit"],
  },
  { role: "of a later version", home: "/overview", own: [], supervision: [] },
])(
  "the frame offers the role $role the pages it may open and no others",
  ({ role, home, own, supervision }) => {
    const links = workspaceLinks({ id: "somebody", role }, { open: false });
    expect(links.own.map(({ href }) => href)).toEqual(own);
    expect(links.supervision.map(({ href }) => href)).toEqual(supervision);
    expect(links.home).toBe(home);
  },
);

test("where authorship is open a user writes articles beside their mailings, a manager none", () => {
  const links = (role: string) => workspaceLinks({ id: "somebody", role }, { open: true });
  expect(links("user").own.map(({ href }) => href)).toEqual(["/mailings", "/posts"]);
  expect(links("user").home).toBe("/mailings");
  expect(links("manager").own).toEqual([]);
});

test.each(roles)("every page that the frame offers the role %s exists", (role) => {
  const { own, supervision, home } = workspaceLinks({ id: "somebody", role }, { open: true });
  const missing = [home, ...own.map(({ href }) => href), ...supervision.map(({ href }) => href)].filter(
    (href) =>
      !["", "/(list)"].some((group) => existsSync(`app/[locale]/(workspace)${href}${group}/page.tsx`)),
  );
  expect(missing).toEqual([]);
});
