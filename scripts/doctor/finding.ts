/** What one look of `npm run doctor` came to. */
export interface Finding {
  readonly what: string;
  readonly state: "good" | "notice" | "fault";
  /** What was found and, unless all is well, what to do. */
  readonly says: string;
}
