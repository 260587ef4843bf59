"use client";

import { Button } from "@heroui/react/button";
import { forgetTab } from "@/components/ui/forget-tab";

export function SessionsForm({ signOut, label }: { signOut: () => Promise<void>; label: string }) {
  return (
    <form action={signOut} onSubmit={forgetTab}>
      <Button type="submit" variant="secondary">
        {label}
      </Button>
    </form>
  );
}
