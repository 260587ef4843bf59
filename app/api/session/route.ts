import { currentPerson } from "@/lib/auth/session";

/** Who is signed in, for the header of pages that are the same for everybody: `{ name, avatarId }`, nulls for a visitor. */
export async function GET(): Promise<Response> {
  const person = await currentPerson();
  return Response.json(
    { name: person?.name ?? null, avatarId: person?.avatarId ?? null },
    { headers: { "Cache-Control": "private, no-store" } },
  );
}
