"use client";

import { useEffect } from "react";
import { useWatch, type UseFormReturn } from "react-hook-form";
import { z } from "zod";
import { useUnsavedText } from "@/components/forms/unsaved-text";
import type { RegistrationFields } from "@/lib/auth/schema";

const typedBefore = z.object({ name: z.string(), email: z.string() });

/**
 * Name and address are still there after a reload or a change of language. They come back without a question: nothing
 * else can stand in the form then. The password is never stored.
 */
export function useTypedRegistration(
  form: Pick<UseFormReturn<RegistrationFields, unknown, RegistrationFields>, "control" | "setValue">,
  isSent: boolean,
): void {
  const { control, setValue } = form;
  const [name, email] = useWatch({ control, name: ["name", "email"] });
  const isEmpty = name === "" && email === "";
  const { left, settle } = useUnsavedText({
    place: "registration",
    shape: typedBefore,
    unsaved: isSent || isEmpty ? null : { name, email },
    differs: () => true,
  });
  useEffect(() => {
    if (left === null) return;
    setValue("name", left.name);
    setValue("email", left.email);
    settle();
  }, [left, setValue, settle]);
}
