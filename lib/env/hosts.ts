import { BlockList, isIP } from "node:net";

const THIS_MACHINE = blockList(["127.0.0.0/8", "0.0.0.0/32", "::1/128", "::/128"]);
// RFC 1918, link-local, shared (carriers, overlay networks), unique local.
const INTERNAL = blockList([
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "169.254.0.0/16",
  "100.64.0.0/10",
  "fc00::/7",
  "fe80::/10",
]);
// RFC 6761, 6762, 8375 and what routers hand out: names that lead nowhere on the internet.
const INTERNAL_NAME = /(?:^|\.)(?:internal|local|localdomain|lan|home|home\.arpa|corp|test)$/;
// RFC 2606 and 6761.
const EXAMPLE_NAME = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid)$/;

/** Whether this host of an address, as URL gives it, is the machine that asks. */
export function isThisMachine(host: string): boolean {
  const bare = bareHost(host);
  return bare === "localhost" || bare.endsWith(".localhost") || listed(THIS_MACHINE, bare);
}

/** Whether only this machine or its own network can reach the host: by number, by suffix, or by a name without a dot. */
export function isInternal(host: string): boolean {
  const bare = bareHost(host);
  if (isThisMachine(bare) || listed(INTERNAL, bare)) return true;
  return isIP(bare) === 0 && (!bare.includes(".") || INTERNAL_NAME.test(bare));
}

/** Whether the host is one of those kept for documentation, which nobody can own. */
export function isExample(host: string): boolean {
  return EXAMPLE_NAME.test(bareHost(host));
}

function bareHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
}

function listed(list: BlockList, host: string): boolean {
  const family = isIP(host);
  return family !== 0 && list.check(host, family === 6 ? "ipv6" : "ipv4");
}

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [net = "", bits] = range.split("/");
    list.addSubnet(net, Number(bits), isIP(net) === 6 ? "ipv6" : "ipv4");
  }
  return list;
}
