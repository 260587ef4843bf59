import { boundedBytes } from "@/lib/security/bounded-bytes";

/**
 * A request's body as UTF-8 text; null as soon as it is longer, whatever its Content-Length said or left out.
 * @param most bytes
 */
export async function boundedText(request: Request, most: number): Promise<string | null> {
  const bytes = await boundedBytes(request, most);
  return bytes && new TextDecoder().decode(bytes);
}
