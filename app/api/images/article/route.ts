import { storeBody } from "@/app/api/images/article-upload";

/** Stores a picture that may stand in the text of an article. */
export async function POST(request: Request): Promise<Response> {
  return storeBody(request, "article");
}
