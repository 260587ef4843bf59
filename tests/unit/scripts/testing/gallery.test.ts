import { expect, test } from "vitest";
import { gallery } from "@/scripts/testing/gallery";

test("the gallery shows every picture under its page, and each with who looks and how", () => {
  const page = gallery([
    "admin, a user, en, 1280, light.png",
    "manager, a user, ru, 390, dark.png",
    "visitor, the home page, signed in, en, 390, dark.png",
  ]);
  expect(page.match(/<h2>.*<\/h2>/g)).toEqual(["<h2>a user</h2>", "<h2>the home page, signed in</h2>"]);
  expect(page.match(/<figcaption>.*?<\/figcaption>/g)).toEqual([
    "<figcaption>admin, en 1280 light</figcaption>",
    "<figcaption>manager, ru 390 dark</figcaption>",
    "<figcaption>visitor, en 390 dark</figcaption>",
  ]);
  expect(page).toContain('src="manager%2C%20a%20user%2C%20ru%2C%20390%2C%20dark.png"');
});

test("the gallery leaves out files whose names say nothing, and takes no name for markup", () => {
  const page = gallery(["index.html", "user, <b>bold</b>, en, 390, dark.png"]);
  expect(page.match(/<figure>/g)).toHaveLength(1);
  expect(page).toContain("<h2>&lt;b>bold&lt;/b></h2>");
});
