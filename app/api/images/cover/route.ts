import { storeUpload } from "@/app/api/images/store-upload";
import { storePicture } from "@/lib/posts/store-picture";

/** Stores an image as a cover that an article may be saved with. */
export async function POST(request: Request): Promise<Response> {
  return storeUpload(request, (writer, bytes) => storePicture(writer, "cover", bytes));
}
