import { database } from "@/lib/db";

export const dynamic = "force-dynamic";

/** 200 while the application answers and its database does; 503 otherwise. Tells nothing else to strangers. */
export async function GET(): Promise<Response> {
  try {
    await database().$queryRaw`SELECT 1`;
    return Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    console.error("the database does not answer", error);
    return Response.json({ status: "database" }, { status: 503, headers: { "Cache-Control": "no-store" } });
  }
}
