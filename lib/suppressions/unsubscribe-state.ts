/** What the unsubscribe page has to show after its form was sent. */
export interface UnsubscribeState {
  code: "asked" | "done" | "too_many" | "invalid_token";
}
