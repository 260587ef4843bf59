import { storeUpload } from "@/app/api/images/store-upload";
import { storeMessageImage } from "@/lib/messages/store-image";

/** Stores an image that may stand in messages. */
export async function POST(request: Request): Promise<Response> {
  return storeUpload(request, storeMessageImage);
}
