import type { ComponentProps } from "react";
import { SomeMessages } from "@/components/frame/some-messages";

/** The parts of the catalogue that forms and dialogs read in the browser, and those named beside them. */
export function FormMessages({ names, ...props }: ComponentProps<typeof SomeMessages>) {
  return <SomeMessages {...props} names={["faults", "forms", "refusals", ...names]} />;
}
