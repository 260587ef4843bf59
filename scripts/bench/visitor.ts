import { z } from "zod";

const csrfSchema = z.object({ csrfToken: z.string() });
const BETWEEN_MS = 250;

/** A page that was asked for: when (milliseconds since 1970), with which answer, after how many milliseconds. */
export interface Visit {
  readonly at: number;
  readonly status: number;
  readonly took: number;
}

/** Somebody who signs in and looks at a page again and again, one request after the other. */
export async function visitRepeatedly(
  application: string,
  page: string,
  account: { email: string; password: string },
) {
  const cookie = await signIn(application, account);
  const visits: Visit[] = [];
  let visiting = true;
  const look = async () => {
    while (visiting) {
      const at = Date.now();
      const answer = await fetch(`${application}${page}`, { headers: { cookie }, redirect: "manual" });
      await answer.text();
      visits.push({ at, status: answer.status, took: Date.now() - at });
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    }
  };
  const looking = look();
  return {
    visits,
    stop() {
      visiting = false;
      return looking;
    },
  };
}

/** Signs in by Auth.js's own form; the cookies to send from then on. */
export async function signIn(
  application: string,
  account: { email: string; password: string },
): Promise<string> {
  const asked = await fetch(`${application}/api/auth/csrf`);
  const { csrfToken } = csrfSchema.parse(await asked.json());
  const answer = await fetch(`${application}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { cookie: cookiesOf(asked), origin: application },
    body: new URLSearchParams({ csrfToken, ...account }),
    redirect: "manual",
  });
  await answer.text();
  const cookie = cookiesOf(answer);
  if (!cookie.includes("session-token")) throw new Error(`nobody could sign in: ${answer.status}`);
  return cookie;
}

function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
