"use server";

import { after } from "next/server";
import { z } from "zod";
import { visitorAction } from "@/lib/actions/action";
import { nothing } from "@/lib/actions/schema";
import { callerAddress } from "@/lib/auth/caller-address";
import { changeEmail } from "@/lib/auth/change-email";
import { takeLinkTry } from "@/lib/auth/mail-limits";
import { accountRefusal } from "@/lib/auth/outcome";
import { done, refused } from "@/lib/commands/result";
import { sendAccountMail } from "@/lib/mails/account-mails";

/** Gives the account its new address, tells the one before it, and leads to sign-in. */
export const confirmNewEmail = visitorAction({
  bound: z.string(),
  input: nothing,
  async run(_visitor, _input, { bound: token }) {
    const taken = await takeLinkTry(await callerAddress());
    if (!taken.ok) return accountRefusal({ code: "too_many", ...taken });
    const mail = await changeEmail(token);
    if (mail === null) return refused("link_gone");
    after(() => sendAccountMail(mail));
    return done(null);
  },
  then: () => "/login?notice=moved",
});
