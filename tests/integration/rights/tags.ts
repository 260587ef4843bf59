/** Rows of every table as JSON, by table and id. */
type Rows = ReadonlyMap<string, string>;

/**
 * The tags that cached reads of these rows hang on. An action that wrote a row and names none of them leaves a page that
 * shows what is no longer so.
 */
export function tagsOfWrites(before: Rows, after: Rows): Set<string> {
  const written = [...new Set([...before.keys(), ...after.keys()])].filter(
    (row) => before.get(row) !== after.get(row),
  );
  const rows = new Map([...before, ...after]);
  return new Set(written.flatMap((row) => tagsOf(row, rows)));
}

function tagsOf(row: string, rows: Rows): string[] {
  const [table = ""] = row.split(" ");
  const columns = columnsOf(rows.get(row));
  switch (table) {
    case "recipients":
    case "lists":
    case "suppressions":
      return [`recipients:${columns.owner_id}`];
    case "members":
      return tagsOf(`lists ${columns.list_id}`, rows);
    case "messages":
      return [`messages:${columns.owner_id}`];
    case "mailings":
    case "attempts":
      return [`mailings:${columns.owner_id}`, "figures"];
    case "mailing_lists":
    case "mailing_excluded_lists":
    case "mailing_recipients":
      return tagsOf(`mailings ${columns.mailing_id}`, rows);
    case "posts":
      // Drafts are cached nowhere.
      return columns.status === "draft" ? [] : ["posts"];
    default:
      return [];
  }
}

function columnsOf(text: string | undefined): Record<string, string> {
  if (text === undefined) return {};
  return JSON.parse(text) as Record<string, string>;
}
