import { z } from "zod";
import type { MergeField } from "@/lib/recipients/schema";

const texts = z.record(z.string(), z.string()).catch({});

/** The merge fields of a recipient's column, by name. */
export function storedFields(column: unknown): MergeField[] {
  return Object.entries(texts.parse(column))
    .map(([name, value]) => ({ name, value }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
