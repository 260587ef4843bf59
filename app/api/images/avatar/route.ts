import { storeUpload } from "@/app/api/images/store-upload";
import { setAvatar } from "@/lib/users/avatar";

/** Makes an image the avatar of whoever is signed in. */
export async function POST(request: Request): Promise<Response> {
  return storeUpload(request, setAvatar);
}
