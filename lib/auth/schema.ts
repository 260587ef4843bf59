import { z } from "zod";
import { ticked } from "@/lib/actions/schema";
import { isTimeZone } from "@/lib/i18n/time-zones";
import { routing, type Locale } from "@/lib/i18n/routing";
import { emailAddress, knownEmailAddress } from "@/lib/email-address";
import { userName } from "@/lib/users/schema";

/** The upper limit keeps the work of one request small. */
const LONGEST_PASSWORD = 200;
export const SHORTEST_PASSWORD = 12;

/** A password as somebody has it, whatever rule it was chosen under. Messages are keys of the catalogue's "faults". */
const currentPassword = z.string().min(1, "password_missing").max(LONGEST_PASSWORD, "password_long");

const newPassword = z
  .string()
  .min(SHORTEST_PASSWORD, "password_short")
  .max(LONGEST_PASSWORD, "password_long");

const language = z.enum(routing.locales).catch(routing.defaultLocale);

export const signInSchema = z.object({ email: knownEmailAddress, password: currentPassword });

/** With the page that somebody wanted before they were asked to sign in. */
export const signInInput = signInSchema.extend({ next: z.string().optional() });

export type SignInInput = z.infer<typeof signInSchema>;

/** What a person types to register. */
export const registrationSchema = z.object({
  name: userName,
  email: emailAddress,
  password: newPassword,
});

export type RegistrationFields = z.infer<typeof registrationSchema>;

/** With what the page and the browser say of themselves; what is none of ours is replaced and never refused. */
export const registrationInput = registrationSchema.extend({
  language,
  timeZone: z.string().refine(isTimeZone).catch("UTC"),
});

export type RegistrationInput = z.infer<typeof registrationInput>;

/** An address to which a mail is asked for. */
export const mailWishSchema = z.object({ email: knownEmailAddress });

export type MailWishFields = z.infer<typeof mailWishSchema>;

export type MailWishInput = MailWishFields & { language: Locale };

export const newPasswordSchema = z.object({ password: newPassword });

export type NewPasswordFields = z.infer<typeof newPasswordSchema>;

export const passwordChangeSchema = z
  .object({ currentPassword, password: newPassword })
  .refine((typed) => typed.currentPassword.normalize("NFKC") !== typed.password.normalize("NFKC"), {
    path: ["password"],
    error: "password_same",
  });

export type PasswordChangeFields = z.infer<typeof passwordChangeSchema>;

export const emailChangeSchema = z.object({ email: emailAddress, currentPassword });

export type EmailChangeFields = z.infer<typeof emailChangeSchema>;

const sure = z.boolean().refine((isSure) => isSure, "sure_missing");

export const closingSchema = z.object({ currentPassword, sure });

/** As a form sends it. */
export const closingInput = closingSchema.extend({ sure: ticked.pipe(sure) });
