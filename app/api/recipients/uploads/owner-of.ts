import { currentUser } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { LARGEST_OPTIONS } from "@/lib/recipients/schema";
import { boundedBytes } from "@/lib/security/bounded-bytes";
import { isStorableInput } from "@/lib/storable-text";
import { mayOwnMailings } from "@/lib/users/policy";

const STATUS: Record<string, number> = {
  signed_out: 401,
  forbidden: 403,
  not_found: 404,
  upload_incomplete: 409,
  too_large: 413,
  wrong_type: 415,
  too_many_uploads: 429,
  imports_under_way: 429,
};

export function refusal(code: string): Response {
  return Response.json({ code }, { status: STATUS[code] ?? 400 });
}

/**
 * Who sends a file, or its import.
 * @param type of the body: none that another site can send without asking
 */
export async function ownerOf(
  request: Request,
  type: string,
): Promise<{ ok: true; user: SessionUser } | { ok: false; response: Response }> {
  const user = await currentUser();
  if (user === null) return { ok: false, response: refusal("signed_out") };
  if (!mayOwnMailings(user)) return { ok: false, response: refusal("forbidden") };
  if (request.headers.get("content-type") !== type) return { ok: false, response: refusal("wrong_type") };
  return { ok: true, user };
}

/** The JSON of a body; undefined where it is none, or none that can be stored; null where it is too long. */
export async function boundedJson(request: Request): Promise<unknown> {
  const bytes = await boundedBytes(request, LARGEST_OPTIONS);
  if (bytes === null) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return value === null || !isStorableInput(value) ? undefined : value;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
