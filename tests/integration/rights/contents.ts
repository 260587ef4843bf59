import type { World } from "@/tests/support/world";

/** Every row of every table that actions write, by table and id. */
export async function contents({ db }: World): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ row: string; text: string }[]>`
    SELECT 'users ' || id AS row, to_jsonb(t)::text AS text FROM users t
    UNION ALL SELECT 'tokens ' || id, to_jsonb(t)::text FROM user_tokens t
    UNION ALL SELECT 'recipients ' || id, to_jsonb(t)::text FROM recipients t
    UNION ALL SELECT 'fields ' || id, to_jsonb(t)::text FROM fields t
    UNION ALL SELECT 'lists ' || id, to_jsonb(t)::text FROM lists t
    UNION ALL SELECT 'members ' || list_id || recipient_id, to_jsonb(t)::text FROM list_members t
    UNION ALL SELECT 'messages ' || id, to_jsonb(t)::text FROM messages t
    UNION ALL SELECT 'message_drafts ' || id, to_jsonb(t)::text FROM message_drafts t
    UNION ALL SELECT 'message_versions ' || id, to_jsonb(t)::text FROM message_versions t
    UNION ALL SELECT 'mailings ' || id, to_jsonb(t)::text FROM mailings t
    UNION ALL SELECT 'mailing_lists ' || mailing_id || list_id, to_jsonb(t)::text FROM mailing_lists t
    UNION ALL SELECT 'mailing_excluded_lists ' || mailing_id || list_id, to_jsonb(t)::text FROM mailing_excluded_lists t
    UNION ALL SELECT 'mailing_recipients ' || mailing_id || recipient_id, to_jsonb(t)::text FROM mailing_recipients t
    UNION ALL SELECT 'attempts ' || id, to_jsonb(t)::text FROM attempts t
    UNION ALL SELECT 'batches ' || id, to_jsonb(t)::text FROM batches t
    UNION ALL SELECT 'deliveries ' || id, to_jsonb(t)::text FROM deliveries t
    UNION ALL SELECT 'suppressions ' || id, to_jsonb(t)::text FROM suppressions t
    UNION ALL SELECT 'jobs ' || id, to_jsonb(t)::text FROM jobs t
    UNION ALL SELECT 'images ' || id, to_jsonb(t)::text FROM images t
    UNION ALL SELECT 'posts ' || id, to_jsonb(t)::text FROM posts t
    UNION ALL SELECT 'audit_events ' || id, to_jsonb(t)::text FROM audit_events t`;
  return new Map(rows.map(({ row, text }) => [row, text]));
}

/**
 * Deletes what earlier tests left of everybody but one. Reading it all before and after each of five hundred tests took
 * longer than what they test.
 */
export async function forgetTargets({ db }: World, kept: string): Promise<void> {
  const others = `owner_id <> '${kept}'`;
  await db.$executeRawUnsafe(`DO $$ BEGIN
    DELETE FROM deliveries WHERE attempt_id IN (SELECT id FROM attempts WHERE ${others});
    DELETE FROM batches WHERE attempt_id IN (SELECT id FROM attempts WHERE ${others});
    DELETE FROM attempts WHERE ${others}; DELETE FROM mailings WHERE ${others}; DELETE FROM messages WHERE ${others};
    DELETE FROM message_drafts WHERE ${others};
    DELETE FROM jobs WHERE ${others}; DELETE FROM suppressions WHERE ${others};
    DELETE FROM lists WHERE ${others}; DELETE FROM recipients WHERE ${others};
    DELETE FROM posts WHERE author_id <> '${kept}';
  END $$`);
}
