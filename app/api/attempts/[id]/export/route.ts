import { deliveryStatuses } from "@/lib/attempts/delivery-status";
import { exportDeliveries } from "@/lib/attempts/export";
import { currentPerson } from "@/lib/auth/session";
import { csvResponse } from "@/lib/csv/write";
import { askedChoice } from "@/lib/paging/address";

/** A CSV of an attempt's deliveries, all or of one outcome. */
export async function GET(
  request: Request,
  { params }: RouteContext<"/api/attempts/[id]/export">,
): Promise<Response> {
  const person = await currentPerson();
  if (person === null) return new Response(null, { status: 401 });
  const { id } = await params;
  const status = askedChoice(new URL(request.url).searchParams.get("status") ?? "", deliveryStatuses);
  const file = await exportDeliveries(person, id, status || null);
  return file === null ? new Response(null, { status: 404 }) : csvResponse(file, "deliveries");
}
