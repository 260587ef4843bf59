import { NextRequest } from "next/server";
import { handlers } from "@/lib/auth/next-auth";
import { boundedText } from "@/lib/security/bounded-text";

/** Its forms hold an address, a password and a token. */
const LARGEST_BODY = 16_384;

export const { GET } = handlers;

/** Sign-in and sign-out without a page. Auth.js reads the body before it checks anything, and all of it. */
export async function POST(request: NextRequest): Promise<Response> {
  const body = await boundedText(request, LARGEST_BODY);
  if (body === null) return Response.json({ error: "too_large" }, { status: 413 });
  const { method, headers, url } = request;
  return handlers.POST(new NextRequest(url, { method, headers, body }));
}
