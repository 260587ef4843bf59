"use client";

import { Button } from "@heroui/react/button";
import { Printer } from "lucide-react";

/** Prints the page as it stands; app/globals.css leaves out what paper has no use for. */
export function PrintButton({ label }: { label: string }) {
  return (
    <Button variant="secondary" size="sm" className="print:hidden" onPress={() => window.print()}>
      <Printer aria-hidden="true" />
      {label}
    </Button>
  );
}
