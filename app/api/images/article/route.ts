import { storeUpload } from "@/app/api/images/store-upload";
import { storePicture } from "@/lib/posts/store-picture";

/** Stores an image that may stand in the text of an article. */
export async function POST(request: Request): Promise<Response> {
  return storeUpload(request, (writer, bytes) => storePicture(writer, "article", bytes));
}
