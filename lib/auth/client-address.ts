import { isIP } from "node:net";
import { socketAddress } from "@/lib/auth/socket-address";

/**
 * The network address that a request came from, for rate limits; an IPv6 address stands for its /64, which is
 * what one household or server gets. Without a proxy of ours it is that of the connection, for what headers say is
 * whatever the client claims. Null where none can be believed; limits then count by account alone.
 * @param proxies how many proxies of ours stand in front, each of which appends the address that called it
 */
export function clientAddress(headers: Headers, proxies: number): string | null {
  const forwarded = (headers.get("x-forwarded-for") ?? "").split(",");
  const entry = proxies === 0 ? socketAddress(headers) : (forwarded.at(-proxies)?.trim() ?? "");
  const address = withoutPort(entry);
  switch (isIP(address)) {
    case 4:
      return address;
    case 6:
      return network(address);
    default:
      return null;
  }
}

/** Some proxies write the port too, and IPv6 addresses in brackets or IPv4 ones in IPv6's clothes. */
function withoutPort(entry: string): string {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(entry)?.[1] ?? entry;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare;
  return /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(mapped)?.[1] ?? mapped;
}

/** The first four groups of an IPv6 address, its "::" written out. */
function network(address: string): string {
  const [start = "", end] = (address.split("%")[0] ?? "").toLowerCase().split("::");
  const before = groupsOf(start);
  const after = groupsOf(end ?? "");
  const left = end === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array.from({ length: left }, () => "0"), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

function groupsOf(part: string): string[] {
  return part === "" ? [] : part.split(":");
}
