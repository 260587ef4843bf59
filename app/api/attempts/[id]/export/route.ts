import { deliveryStatuses } from "@/lib/attempts/delivery-status";
import { exportDeliveries } from "@/lib/attempts/export";
import { currentUser } from "@/lib/auth/session";
import { csvResponse } from "@/lib/csv/write";
import { askedChoice, askedSearch } from "@/lib/paging/address";

/** A CSV of the deliveries that an attempt's page shows, by the same parameters: all pages of it. */
export async function GET(
  request: Request,
  { params }: RouteContext<"/api/attempts/[id]/export">,
): Promise<Response> {
  const user = await currentUser();
  if (user === null) return new Response(null, { status: 401 });
  const { id } = await params;
  const query = new URL(request.url).searchParams;
  const file = await exportDeliveries(user, id, {
    status: askedChoice(query.get("status") ?? "", deliveryStatuses),
    search: askedSearch(query.get("search") ?? ""),
  });
  return file === null ? new Response(null, { status: 404 }) : csvResponse(file, "deliveries");
}
