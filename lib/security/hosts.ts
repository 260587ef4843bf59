/**
 * The name in a Host header, without its port and as a browser would write it; null where it is none. Ports are left
 * out of account: a page of another site can choose the port, never the name that stands before it.
 */
export function hostName(header: string | null | undefined): string | null {
  if (!header || /[/?#@\\\s]/.test(header) || !URL.canParse(`http://${header}`)) return null;
  return new URL(`http://${header}`).hostname.replace(/\.$/, "");
}

/**
 * Whether a name leads to the machine that asks, whatever a name server says: a site that has its own name lead
 * there (DNS rebinding) still comes by its own name.
 */
export function isLoopback(name: string): boolean {
  return name === "localhost" || name === "[::1]" || /^127(\.\d{1,3}){3}$/.test(name);
}
