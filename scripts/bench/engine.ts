import type { Database } from "@/lib/db";
import { createEngine, type Engine } from "@/lib/sending/engine";
import { resendProvider } from "@/lib/sending/resend";
import type { Sink } from "@/scripts/bench/start-sink";

const UNLIMITED = 10_000;

/** The engine as the application configures it, on a benchmark's database and provider. */
export function benchEngine(db: Database, sink: Sink, requestsPerSecond = UNLIMITED): Engine {
  return createEngine({
    db,
    provider: resendProvider({ apiKey: "re_bench", baseUrl: sink.url }),
    frame: {
      appUrl: "https://mail.bench.example",
      postalAddress: "1 Post Road, Port Town",
      unsubscribeSecret: "unsubscribe-secret-of-the-benchmark",
    },
    fromAddress: "mail@bench.example",
    requestsPerSecond,
  });
}
