import { createHash } from "node:crypto";

/** Another number whenever pictures beside links are drawn otherwise: those that are kept are then not asked for. */
const DRAWN_AS = 1;

/** What the picture beside a link to an article is made of. */
interface Drawn {
  title: string;
  author: string;
}

/** Another one for every other picture: it stands in its address, so that it may be kept for good. Pure. */
export function imageVersion({ title, author }: Drawn): string {
  return createHash("sha256")
    .update(JSON.stringify([DRAWN_AS, title, author]))
    .digest("base64url")
    .slice(0, 16);
}
