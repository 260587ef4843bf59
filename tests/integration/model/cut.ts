import type { Ground } from "@/tests/integration/model/ground";

/** Ends the connections of the fragile client from the server's side, those in the midst of a statement too. */
export async function cutConnections(ground: Ground): Promise<void> {
  await ground.world.db.$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'fragile'`;
}
