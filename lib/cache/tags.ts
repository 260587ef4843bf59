/**
 * Names under which cached reads are refreshed. Whoever writes a thing refreshes its tag: docs/CACHES.md.
 */
export const cacheTags = {
  /** One owner's mailings: the list and every detail. */
  mailings: (ownerId: string) => `mailings:${ownerId}`,
  /** One owner's recipients, lists and suppressions: whatever changes the size of an audience. */
  recipients: (ownerId: string) => `recipients:${ownerId}`,
  /** One owner's messages. */
  messages: (ownerId: string) => `messages:${ownerId}`,
  /** The articles that visitors see: lists, details, feeds, and that there is none under an address. */
  posts: () => "posts",
  /** What the home page counts of everybody's mailings: whatever makes, holds, releases or ends one. */
  figures: () => "figures",
  /** How many addresses there are over all owners. Apart, for a million of them are not counted at every run's end. */
  clients: () => "clients",
} as const;
