import { env } from "@/lib/env";

/** Whether users write articles too, as this installation is configured. What the rules of lib/posts/policy.ts ask for. */
export function authorship(): { open: boolean } {
  return { open: env().BLOG_OPEN_AUTHORSHIP };
}
