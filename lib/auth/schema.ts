import { z } from "zod";

/** Messages are keys of the catalogue's "login.faults". The upper limits keep the work of one request small. */
export const signInSchema = z.object({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .min(1, "email_missing")
    .max(320, "email_invalid")
    .pipe(z.email("email_invalid")),
  password: z.string().min(1, "password_missing").max(200, "password_long"),
});

export type SignInInput = z.infer<typeof signInSchema>;
