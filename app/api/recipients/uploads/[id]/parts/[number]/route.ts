import { ownerOf, refusal } from "@/app/api/recipients/uploads/owner-of";
import { PART_SIZE } from "@/lib/recipients/schema";
import { storePart } from "@/lib/recipients/uploads";
import { boundedBytes } from "@/lib/security/bounded-bytes";

/** Stores a part of an uploaded file, by its number from 0. Sent again, it takes the place of itself. */
export async function POST(
  request: Request,
  { params }: RouteContext<"/api/recipients/uploads/[id]/parts/[number]">,
): Promise<Response> {
  const owner = await ownerOf(request, "text/csv");
  if (!owner.ok) return owner.response;
  const { id, number } = await params;
  const bytes = await boundedBytes(request, PART_SIZE);
  if (bytes === null) return refusal("too_large");
  if (!/^\d{1,4}$/.test(number)) return refusal("not_found");
  const stored = await storePart(owner.user, { uploadId: id, number: Number(number), bytes });
  return stored.ok ? new Response(null, { status: 204 }) : refusal(stored.code);
}
