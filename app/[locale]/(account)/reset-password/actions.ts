"use server";

import { after } from "next/server";
import { z } from "zod";
import { visitorAction } from "@/lib/actions/action";
import { callerAddress } from "@/lib/auth/caller-address";
import { rememberDevice } from "@/lib/auth/device-cookie";
import { takeLinkTry } from "@/lib/auth/mail-limits";
import { accountRefusal } from "@/lib/auth/outcome";
import { resetPassword as resetByToken } from "@/lib/auth/reset-password";
import { newPasswordSchema } from "@/lib/auth/schema";
import { done, refused } from "@/lib/commands/result";
import { sendAccountMail } from "@/lib/mails/account-mails";

/** Sets the password by the mailed link, tells the user by mail, and leads to sign-in. */
export const resetPassword = visitorAction({
  bound: z.string(),
  input: newPasswordSchema,
  async run(_visitor, { password }, { bound: token }) {
    const taken = await takeLinkTry(await callerAddress());
    if (!taken.ok) return accountRefusal({ code: "too_many", ...taken });
    const mail = await resetByToken(token, password);
    if (mail === null) return refused("link_gone");
    if ("code" in mail) return accountRefusal(mail);
    await rememberDevice(mail.to);
    after(() => sendAccountMail(mail));
    return done(null);
  },
  then: () => "/login?notice=reset",
});
