import { z } from "zod";
import type { Provider } from "@/lib/sending/resend";

/** What the embedded mailbox, which takes everything, does for the demo as real providers do. */
export interface Troubles {
  /** Addresses that are refused, as Resend refuses those of domains that nobody can own. */
  refused: Set<string>;
  /** A request with one of these loses its connection before the answer. */
  lost: Set<string>;
}

const REFUSAL = {
  statusCode: 422,
  name: "validation_error",
  message: "Invalid `to` field. Please use our testing email address instead of domains like `example.com`.",
};

const mails = z.array(z.object({ to: z.union([z.string(), z.array(z.string())]) }));

/** A provider with troubles; whatever they do not concern goes through. */
export function troubledProvider(provider: Provider, { refused, lost }: Troubles): Provider {
  return {
    ...provider,
    async send(request) {
      const body: unknown = JSON.parse(Buffer.from(request.body).toString());
      const addresses = mails.parse(body).flatMap(({ to }) => to);
      if (addresses.some((address) => lost.has(address)))
        return { status: null, message: "read ECONNRESET", neverSent: false };
      if (!addresses.some((address) => refused.has(address))) return provider.send(request);
      return { status: 422, headers: {}, body: JSON.stringify(REFUSAL) };
    },
  };
}
