import { currentUser } from "@/lib/auth/session";
import { applyChange } from "@/lib/cache/apply-change";
import { openUpload, runUpload } from "@/lib/recipients/upload";
import { LARGEST_FILE, uploadOptions, type UploadNews } from "@/lib/recipients/schema";
import { boundedBytes } from "@/lib/security/bounded-bytes";
import { takeUse } from "@/lib/security/rate-limits";
import { isStorableInput } from "@/lib/storable-text";
import { mayOwnMailings } from "@/lib/users/policy";

/** Seconds, as for the cron route. */
export const maxDuration = 300;

/**
 * Imports the body, a CSV file, in a route since actions take a megabyte at most. Answers with one JSON a line while it
 * goes on; the last is its end. Without one, the connection was lost, and what was written stays.
 */
export async function POST(request: Request): Promise<Response> {
  const user = await currentUser();
  if (user === null) return refusal("signed_out", 401);
  if (!mayOwnMailings(user)) return refusal("forbidden", 403);
  // A type that no other site can send without asking.
  if (request.headers.get("content-type") !== "text/csv") return refusal("invalid", 415);
  const options = uploadOptions.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!options.success) {
    const consent = options.error.issues.some(({ message }) => message === "consent_missing");
    return refusal(consent ? "consent_missing" : "invalid", 400);
  }
  if (!isStorableInput(options.data)) return refusal("invalid", 400);
  if (!(await takeUse("uploadByAccount", user.id)).ok) return refusal("too_many_uploads", 429);
  const bytes = await boundedBytes(request, LARGEST_FILE);
  if (bytes === null) return refusal("too_large", 413);
  const opened = await openUpload(user, options.data);
  if (!opened.ok) {
    const code =
      opened.faults?.list !== undefined ? "list_unknown" : opened.faults ? "new_list" : opened.code;
    return refusal(code, opened.code === "forbidden" ? 403 : 400);
  }
  await applyChange(opened.changed, "route");
  const { listId } = opened.value;
  const ended = new AbortController();
  const signal = AbortSignal.any([request.signal, ended.signal]);
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const tell = (news: UploadNews) => {
        if (!signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(news)}\n`));
      };
      try {
        await runUpload({ ownerId: user.id, listId, bytes, options: options.data, signal, tell });
        if (!signal.aborted) controller.close();
      } catch (error) {
        if (signal.aborted) return;
        console.error("An upload of recipients failed.", error);
        controller.error(error);
      }
    },
    cancel() {
      ended.abort();
    },
  });
  return new Response(stream, { headers: { "Content-Type": "application/x-ndjson" } });
}

function refusal(code: string, status: number): Response {
  return Response.json({ code }, { status });
}
