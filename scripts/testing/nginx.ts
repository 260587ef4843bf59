import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { inProject } from "@/scripts/project";

export interface RunningNginx {
  /** Where it stores what it caches. */
  readonly cache: string;
  stop(): Promise<void>;
}

interface Site {
  /** Where it answers in place of 443 and of 80. */
  readonly port: number;
  readonly plainPort: number;
  /** Host and port of each replica. */
  readonly replicas: readonly string[];
}

/**
 * Debian's nginx with deploy/nginx.conf as it stands, but for names, ports and certificates.
 * @param folder an existing one, for all that it writes
 * @param more servers beside that one
 */
export async function startNginx(folder: string, site: Site, more = ""): Promise<RunningNginx> {
  const cache = path.join(folder, "cached");
  await mkdir(cache);
  const recommended = (await readFile(inProject("deploy/nginx.conf"), "utf8"))
    .replace("listen 443 ssl;", `listen 127.0.0.1:${site.port};`)
    .replace("listen 80;", `listen 127.0.0.1:${site.plainPort};`)
    .replaceAll(/ssl_certificate.*;/g, "")
    .replaceAll("mail.example.com", "localhost")
    .replace("/var/cache/nginx/posthorn", cache)
    .replace("server 127.0.0.1:3000;", site.replicas.map((replica) => `server ${replica};`).join(" "));
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const temporary = places.map((name) => `${name}_temp_path ${folder}/${name};`).join(" ");
  const file = path.join(folder, "nginx.conf");
  await writeFile(
    file,
    `pid ${folder}/pid; error_log ${folder}/errors; daemon off; events {}
    http { access_log off; ${temporary} ${recommended} ${more} }`,
  );
  const nginx = spawn("nginx", ["-c", file, "-e", `${folder}/errors`], { stdio: "inherit" });
  return {
    cache,
    async stop() {
      if (nginx.exitCode === null && nginx.signalCode === null && nginx.kill()) await once(nginx, "exit");
    },
  };
}
