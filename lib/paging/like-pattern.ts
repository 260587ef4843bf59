/** A search as people mean it: Prisma hands the text to ILIKE as it is, where % and _ stand for anything. */
export function likePattern(search: string): string {
  return search.replace(/[\\%_]/g, "\\$&");
}
