/** The domain of an address such as `Posthorn <mail@example.com>`. */
export function senderDomain(from: string): string {
  return /@([^>\s]+)/.exec(from)?.[1]?.toLowerCase() ?? from;
}
