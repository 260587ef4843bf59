import { storeUpload } from "@/app/api/images/store-upload";
import { storeImage } from "@/lib/posts/store-image";

/** Stores an image as a cover that an article may be saved with. */
export async function POST(request: Request): Promise<Response> {
  return storeUpload(request, (writer, bytes) => storeImage(writer, "cover", bytes));
}
