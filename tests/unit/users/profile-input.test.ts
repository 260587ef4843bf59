import { expect, it } from "vitest";
import { profileInput } from "@/lib/users/schema";

const about = { name: "Vera", phone: "", country: "", language: "en", timeZone: "UTC" };

it("boxes that are not ticked turn emails off, and a form without the sender's part leaves them as they were", () => {
  const sender = { senderName: "", replyTo: "" };
  expect(profileInput.parse({ ...about, ...sender, notifySuccess: "on" })).toMatchObject({
    notifyTrouble: false,
    notifySuccess: true,
  });
  expect(profileInput.parse(about)).not.toHaveProperty("notifyTrouble");
});
