/** What the unsubscribe page has to show: "asked" and "already" before its form was sent, the rest after. */
export interface UnsubscribeState {
  code: "asked" | "already" | "done" | "too_many" | "invalid_token";
}
