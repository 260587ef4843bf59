"use client";

import { Button } from "@heroui/react/button";

export function SessionsForm({ signOut, label }: { signOut: () => Promise<void>; label: string }) {
  return (
    <form action={signOut}>
      <Button type="submit" variant="secondary">
        {label}
      </Button>
    </form>
  );
}
