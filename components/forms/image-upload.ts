import type { RefusalCode } from "@/lib/actions/state";
import { LARGEST_UPLOAD } from "@/lib/images/schema";

export interface UploadAnswer {
  /** Of a refusal; null when it is stored. */
  code: RefusalCode | null;
  imageId: string | null;
}

/** Sends an image to `/api/images/<purpose>`, as it lies on the disk. */
export async function uploadImage(file: File, purpose: string): Promise<UploadAnswer> {
  // Vercel would refuse it without a word of ours.
  if (file.size > LARGEST_UPLOAD) return { code: "too_large", imageId: null };
  try {
    const headers = { "Content-Type": file.type.startsWith("image/") ? file.type : "image/unknown" };
    const response = await fetch(`/api/images/${purpose}`, { method: "POST", headers, body: file });
    return answerIn(await response.json());
  } catch (error) {
    console.warn("The image could not be sent.", error);
    return { code: "failed", imageId: null };
  }
}

const codes = ["too_large", "no_image", "too_many_images", "forbidden", "not_found", "signed_out"] as const;

function answerIn(body: unknown): UploadAnswer {
  if (typeof body !== "object" || body === null || !("code" in body) || !("imageId" in body))
    return { code: "failed", imageId: null };
  const { code, imageId } = body;
  if (typeof imageId === "string") return { code: null, imageId };
  return { code: codes.find((known) => known === code) ?? "failed", imageId: null };
}
