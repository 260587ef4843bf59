import { storeUpload } from "@/app/api/images/store-upload";
import { storeImage } from "@/lib/posts/store-image";

/** Stores an image that may stand in the text of an article. */
export async function POST(request: Request): Promise<Response> {
  return storeUpload(request, (writer, bytes) => storeImage(writer, "article", bytes));
}
