import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect, type Database } from "@/lib/db";
import { freePort } from "@/scripts/embedded/free-port";
import { startServices } from "@/scripts/embedded/services";
import { startApplication, type RunningApplication } from "@/scripts/testing/application";
import { startNginx, type RunningNginx } from "@/scripts/testing/nginx";
import { stageEnvironment } from "@/scripts/testing/run-program";
import { startRedisBridge } from "@/tests/support/redis-bridge";
import { openRedis } from "@/tests/support/redis-server";
import { serveBuild } from "@/tests/support/served-build";

export interface Proxied {
  readonly application: RunningApplication;
  readonly database: Database;
  /** APP_URL, where the recommended configuration answers for both replicas. */
  readonly own: string;
  /** Where it answers without TLS. */
  readonly plainOwn: string;
  /** Each replica by itself. */
  readonly replicas: readonly [string, string];
  /** Other servers before the first replica, by name. */
  readonly others: Readonly<Record<string, string>>;
  readonly nginx: RunningNginx;
  /** For /api/revalidate. */
  readonly cronSecret: string;
  stop(): Promise<void>;
}

/**
 * Two replicas on one database and one Redis behind nginx.
 * @param settings beside those that follow from it
 * @param kinds what stands beside `proxy_pass` in other servers, by name
 */
export async function startProxied(
  settings: Readonly<Record<string, string>>,
  kinds: Readonly<Record<string, string>>,
): Promise<Proxied> {
  const folder = await mkdtemp(path.join(tmpdir(), "posthorn-proxy-"));
  const data = path.join(folder, "data");
  await mkdir(data);
  // The users of nginx and of the database have to pass through where this is root.
  await Promise.all([chmod(folder, 0o711), chmod(data, 0o711)]);
  const [port = 0, plainPort = 0, ...ports] = await Promise.all(
    Array.from({ length: Object.keys(kinds).length + 2 }, () => freePort(undefined)),
  );
  const own = `http://localhost:${port}`;
  const server = await openRedis();
  const redis = await startRedisBridge(server.url);
  const shared = {
    ...{ APP_URL: own, TRUSTED_PROXIES: "1", ...settings },
    ...{ UPSTASH_REDIS_REST_URL: redis.url, UPSTASH_REDIS_REST_TOKEN: redis.token },
  };
  const application = await startApplication(data, new AbortController().signal, shared);
  const services = await startServices(stageEnvironment({ ...shared, POSTHORN_DATA: data }));
  const second = await serveBuild(() =>
    stageEnvironment({ ...shared, ...services.env, SCHEDULER: "off", POSTHORN_DATA: data }),
  );
  const first = `http://127.0.0.1:${new URL(application.url).port}`;
  const others: Record<string, string> = {};
  const servers = Object.entries(kinds).map(([kind, lines], n) => {
    others[kind] = `http://127.0.0.1:${ports[n]}`;
    return `server { listen 127.0.0.1:${ports[n]}; location / { proxy_pass ${first}; ${lines} } }`;
  });
  const replicas = [first, second.url].map((url) => new URL(url).host);
  const nginx = await startNginx(folder, { port, plainPort, replicas }, servers.join("\n"));
  const database = connect(application.databaseUrl, 1);
  return {
    ...{ application, database, own, plainOwn: `http://127.0.0.1:${plainPort}`, nginx, others },
    replicas: [first, second.url],
    cronSecret: services.env.CRON_SECRET ?? "",
    async stop() {
      await nginx.stop();
      await second.stop();
      await database.$disconnect();
      await services.stop();
      await application.stop();
      await redis.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
