import { z } from "zod";
import { ticked } from "@/lib/actions/schema";
import { isTimeZone } from "@/lib/i18n/time-zones";
import { routing } from "@/lib/i18n/routing";
import { knownEmailAddress, optionalEmailAddress } from "@/lib/email-address";
import { countryCodes } from "@/lib/users/countries";

const LONGEST_NAME = 100;

/** One line: line breaks and runs of blanks become one space. Messages are keys of the catalogue's "faults". */
const line = z
  .string()
  .transform((text) => text.replace(/\s+/g, " ").trim())
  .pipe(
    z
      .string()
      .max(LONGEST_NAME, "name_long")
      .refine((text) => !/\p{Cc}/u.test(text), "name_invalid"),
  );

/** A person's name. */
export const userName = line.refine((text) => text !== "", "name_missing");

/** E.164 in the end, typed with the blanks, dashes and brackets that people write. */
const phone = z
  .string()
  .transform((text) => text.replace(/[\s().-]/g, ""))
  .refine((number) => number === "" || /^\+[1-9]\d{6,14}$/.test(number), "phone_invalid");

const country = z.string().refine((code) => code === "" || countryCodes.includes(code), "country_unknown");

/** What a person says of themselves; an empty field is none. */
export const profileSchema = z.object({
  name: userName,
  phone,
  country,
  language: z.enum(routing.locales),
  timeZone: z.string().refine(isTimeZone, "zone_unknown"),
  // A role that sends nothing is not asked for them, and keeps what it had until it sends again.
  senderName: line.optional(),
  replyTo: optionalEmailAddress.optional(),
  notifyTrouble: z.boolean().optional(),
  notifySuccess: z.boolean().optional(),
});

/** As a form sends it: without boxes where it asks for no sender. */
export const profileInput = profileSchema
  .extend({ notifyTrouble: ticked, notifySuccess: ticked })
  .transform(({ notifyTrouble, notifySuccess, ...profile }) =>
    profile.senderName === undefined ? profile : { ...profile, notifyTrouble, notifySuccess },
  );

export type ProfileFields = z.input<typeof profileSchema>;
export type Profile = z.output<typeof profileSchema>;

/** Who is given what somebody else owns. */
export const heirSchema = z.object({ heirEmail: knownEmailAddress });
