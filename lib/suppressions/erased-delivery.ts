import { database } from "@/lib/db";
import { isErased } from "@/lib/sending/erased-address";

/** Whether a delivery's person was erased. */
export async function isErasedDelivery(deliveryId: string): Promise<boolean> {
  const rows = await database().$queryRaw<unknown[]>`
    SELECT 1 FROM deliveries d WHERE d.id = ${deliveryId}::uuid AND ${isErased}`;
  return rows.length > 0;
}
