import { applyChange } from "@/lib/cache/apply-change";
import { cacheTags } from "@/lib/cache/tags";
import { engineDatabase } from "@/lib/db";
import { env } from "@/lib/env";
import { sharesInRedis } from "@/lib/engine-host/send-share";
import { SharedSendRate } from "@/lib/engine-host/shared-send-rate";
import { createEngine, type Engine } from "@/lib/sending/engine";
import { RESEND_API, resendProvider } from "@/lib/sending/resend";

const shared = globalThis as typeof globalThis & { posthornEngine?: Engine };

/** The engine of this process, as the environment configures it. All its ticks share one send rate. */
export function applicationEngine(): Engine {
  shared.posthornEngine ??= configuredEngine();
  return shared.posthornEngine;
}

function configuredEngine(): Engine {
  const settings = env();
  const provider = resendProvider({
    apiKey: settings.RESEND_API_KEY,
    baseUrl: settings.RESEND_BASE_URL ?? RESEND_API,
  });
  const askShare = sharesInRedis(provider.fingerprint);
  return createEngine({
    db: engineDatabase(),
    provider,
    frame: {
      appUrl: settings.APP_URL,
      postalAddress: settings.POSTAL_ADDRESS ?? "",
      unsubscribeSecret: settings.UNSUBSCRIBE_SECRET,
    },
    fromAddress: bareAddress(settings.RESEND_FROM),
    requestsPerSecond: settings.RESEND_RATE_LIMIT,
    ...(askShare !== null && {
      newRate: (perSecond, report) => new SharedSendRate(perSecond, askShare, report),
    }),
    changed: (ownerIds) =>
      applyChange(
        { tags: [cacheTags.figures(), ...ownerIds.map(cacheTags.mailings)], wake: false },
        "outside",
      ),
  });
}

/** `Posthorn <mail@example.com>` or the address alone. */
export function bareAddress(sender: string): string {
  return /<\s*([^<>]+?)\s*>/.exec(sender)?.[1] ?? sender.trim();
}
