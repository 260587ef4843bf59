import { storeBody } from "@/app/api/images/article-upload";

/** Stores a picture as a cover that an article may be saved with. */
export async function POST(request: Request): Promise<Response> {
  return storeBody(request, "cover");
}
