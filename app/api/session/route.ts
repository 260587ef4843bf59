import { currentUser } from "@/lib/auth/session";

/** Who is signed in, for the header of pages that are the same for everybody: `{ name, avatarId }`, nulls for a visitor. */
export async function GET(): Promise<Response> {
  const user = await currentUser();
  return Response.json(
    { name: user?.name ?? null, avatarId: user?.avatarId ?? null },
    { headers: { "Cache-Control": "private, no-store" } },
  );
}
