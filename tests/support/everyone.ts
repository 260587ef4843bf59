/** Everybody that actions, pages and routes have to reckon with. The blocked one was signed in before. */
export const everyone = [
  "visitor",
  "blocked",
  "owner",
  "other user",
  "manager",
  "content manager",
  "admin",
] as const;

export type Who = (typeof everyone)[number];

export function sameFor<Value>(value: Value): Record<Who, Value> {
  return {
    visitor: value,
    blocked: value,
    owner: value,
    "other user": value,
    manager: value,
    "content manager": value,
    admin: value,
  };
}
