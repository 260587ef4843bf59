/**
 * Whether a form was sent by a page of this application: APP_URL's, or one of the host that is asked now. What names no
 * origin was sent by no page of somebody else, unless the browser says that it was. Next holds to the same but for that before it takes an
 * action, and breaks off with 500 where it is otherwise (next/dist/server/app-render/action-handler.js).
 */
export function sentFromHere(appUrl: string, headers: Headers): boolean {
  const origin = headers.get("origin");
  if (origin === null) return !/^(?:cross|same)-site$/i.test(headers.get("sec-fetch-site") ?? "");
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  const asked = headers.get("x-forwarded-host")?.split(",")[0]?.trim() || headers.get("host");
  return host !== "" && (host === new URL(appUrl).host || host === asked);
}
