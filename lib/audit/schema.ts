/** What is written down when somebody does it to another. Words for each: the catalogue's "audit.actions". */
export const auditActions = [
  "mailing_stopped",
  "mailing_stop_lifted",
  "uncertain_accepted",
  "uncertain_sent_again",
  "user_blocked",
  "user_unblocked",
  "role_changed",
  "things_handed_over",
  "article_unpublished",
  "article_deleted",
  "account_created",
  "account_closed",
] as const;

export type AuditAction = (typeof auditActions)[number];

export const auditTargets = ["mailing", "user", "article"] as const;

export type AuditTarget = (typeof auditTargets)[number];
