import { describe, expect, it } from "vitest";
import { registrationInput } from "@/lib/auth/schema";
import { profileSchema } from "@/lib/users/schema";

const profile = {
  name: "Vera",
  phone: "",
  country: "",
  language: "en",
  timeZone: "UTC",
  senderName: "",
  replyTo: "",
};

describe("a profile", () => {
  it.each([
    ["+49 (30) 901-820", "+4930901820"],
    ["+7 495 123-45-67", "+74951234567"],
    ["", ""],
    ["  ", ""],
  ])("keeps the phone number %j as %j", (phone, kept) => {
    expect(profileSchema.parse({ ...profile, phone }).phone).toBe(kept);
  });

  it.each([
    ["phone", "030 901820", "phone_invalid"],
    ["phone", "+0 30 901820", "phone_invalid"],
    ["phone", "+49 30 901820 ext 1", "phone_invalid"],
    ["country", "XX", "country_unknown"],
    ["country", "de", "country_unknown"],
    ["timeZone", "Mars/Olympus", "zone_unknown"],
    ["timeZone", "+03:00", "zone_unknown"],
    ["name", " \n ", "name_missing"],
    ["name", "V\u0000era", "name_invalid"],
    ["senderName", "x".repeat(101), "name_long"],
    ["replyTo", "nobody", "email_invalid"],
  ])("refuses the %s %j with %s", (field, value, fault) => {
    const faults = profileSchema.safeParse({ ...profile, [field]: value }).error?.issues ?? [];
    expect(faults.map(({ path, message }) => ({ path, message }))).toEqual([
      { path: [field], message: fault },
    ]);
  });

  it("takes no line breaks into the sender's name, which stands in a header", () => {
    const typed = { ...profile, senderName: "Vera\r\nBcc: all@people.test" };
    expect(profileSchema.parse(typed).senderName).toBe("Vera Bcc: all@people.test");
  });
});

describe("what a browser says of itself at registration", () => {
  const typed = { name: "Vera", email: "Vera@People.test", password: "correct horse battery" };

  it("is kept where it is known", () => {
    const input = { ...typed, language: "ru", timeZone: "Europe/Moscow" };
    expect(registrationInput.parse(input)).toMatchObject({ ...input, email: "vera@people.test" });
  });

  it.each([
    [undefined, undefined],
    ["xx", "Mars/Olympus"],
    ["", ""],
  ])("is English and UTC where it says %j and %j", (language, timeZone) => {
    const input = { ...typed, language, timeZone };
    expect(registrationInput.parse(input)).toMatchObject({ language: "en", timeZone: "UTC" });
  });
});
