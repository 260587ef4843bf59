/** Email programs that most readers have, by the names of caniemail.com. */
const CLIENTS = {
  "gmail.desktop-webmail": "Gmail",
  "gmail.android": "Gmail",
  "outlook.windows": "Outlook",
  "apple-mail.ios": "Apple Mail",
  "yahoo.desktop-webmail": "Yahoo",
  "mail-ru.desktop-webmail": "Mail.ru",
} as const;

/** Without these an email looks plainer, and everything in it is still read. */
const DECORATION = new Set([
  ...["border-radius", "text-decoration-line", "table-layout", "height property", "<body> element"],
  ...["letter-spacing", "word-break", "overflow-wrap", "word-wrap", "text-transform"],
]);

/** Characters: Gmail cuts what is longer, and it says so. */
const LONGEST = 150_000;

/** What of an email's HTML some programs do not support, each with the programs. 40 ms for a long one. */
export async function unsupportedIn(html: string): Promise<{ feature: string; clients: string }[]> {
  if (html.length > LONGEST) return [];
  // Its data are 400 KB, read where somebody writes HTML.
  const { caniemail } = await import("caniemail");
  const names = Object.keys(CLIENTS).filter((name): name is keyof typeof CLIENTS =>
    Object.hasOwn(CLIENTS, name),
  );
  const errors = issuesOf(() => caniemail({ clients: names, html }).issues.errors);
  const found = new Map<string, Set<string>>();
  for (const name of names)
    for (const { title } of errors.get(name) ?? []) {
      if (DECORATION.has(title)) continue;
      found.set(title, (found.get(title) ?? new Set()).add(CLIENTS[name]));
    }
  return [...found].map(([feature, clients]) => ({
    feature: feature.replace(/ (?:property|element|attribute)$/, ""),
    clients: [...clients].join(", "),
  }));
}

/** It stops at a style sheet that is none. Nothing that the sanitizer has written holds one. */
function issuesOf<Issues>(ask: () => ReadonlyMap<string, Issues[]>): ReadonlyMap<string, Issues[]> {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Error && "reason" in error) return new Map();
    throw error;
  }
}
