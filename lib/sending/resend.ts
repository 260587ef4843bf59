import { createHash } from "node:crypto";
import { Resend, type CreateEmailOptions, type Response as ResendResponse } from "resend";
import { z } from "zod";
import { post } from "@/lib/sending/http-post";
import type { Answer } from "@/lib/sending/outcome";

/** The one door to the provider. */
export interface Provider {
  /** Names provider and key without telling the key: the same at every request under one idempotency key. */
  fingerprint: string;
  /** The bytes of a batch request, as the SDK would write them. */
  prepare(mails: CreateEmailOptions[]): Promise<Uint8Array>;
  /** Posts prepared bytes. Never throws: no answer is an answer. */
  send(request: { body: Uint8Array; idempotencyKey: string; timeout: number }): Promise<Answer>;
}

export interface ProviderAddress {
  apiKey: string;
  baseUrl: string;
}

const BATCH_PATH = "/emails/batch";
/** One bad mail refuses the whole batch, and then nothing went out (https://resend.com/docs/api-reference/emails/send-batch-emails). */
const STRICT = { "x-batch-validation": "strict" };

export function resendProvider(address: ProviderAddress): Provider {
  const writer = new BodyWriter(address.apiKey, { baseUrl: address.baseUrl });
  const transport = new Transport(address.apiKey, { baseUrl: address.baseUrl });
  return {
    fingerprint: createHash("sha256")
      .update(`${address.baseUrl}\0${address.apiKey}`)
      .digest("hex")
      .slice(0, 16),
    async prepare(mails) {
      const written = await writer.batch.create(mails);
      return Buffer.from(z.string().parse(written.data));
    },
    async send({ body, idempotencyKey, timeout }) {
      const options = { body, idempotencyKey, headers: STRICT, signal: AbortSignal.timeout(timeout) };
      try {
        const response = await transport.post<Answer>(BATCH_PATH, null, options);
        return response.data ?? { status: null, message: "the request had no answer" };
      } catch (error) {
        return { status: null, message: describe(error) };
      }
    },
  };
}

/** Lets the SDK translate mails into its wire format and hands the bytes back instead of posting them. */
class BodyWriter extends Resend {
  override async fetchRequest<T>(
    _path: string,
    options: { body?: unknown } = {},
  ): Promise<ResendResponse<T>> {
    return { data: options.body as T, error: null, headers: null };
  }
}

/**
 * The SDK's own request reports the status that an error's body claims, and hides what came instead of JSON.
 * The ledger must know what was really answered, so the answer is read here, whole and as it is.
 */
class Transport extends Resend {
  override async fetchRequest<T>(path: string, options: unknown): Promise<ResendResponse<T>> {
    const answer: Answer = await post(`${this.baseUrl}${path}`, requestSchema.parse(options));
    return { data: answer as T, error: null, headers: null };
  }
}

/** What the SDK's `post` hands on. */
const requestSchema = z.object({
  headers: z.instanceof(Headers),
  body: z.instanceof(Uint8Array),
  signal: z.instanceof(AbortSignal).optional(),
});

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** The three headers that sign a webhook (https://resend.com/docs/dashboard/webhooks/verify-webhooks-requests). */
export interface WebhookSignature {
  id: string;
  timestamp: string;
  signature: string;
}

/** The body of a webhook that the secret signed, parsed; null for any other. */
export function verifiedWebhook(payload: string, headers: WebhookSignature, secret: string): unknown {
  try {
    return new Resend("unused").webhooks.verify({ payload, headers, webhookSecret: secret });
  } catch (error) {
    // The SDK throws for every signature that does not hold, whatever is wrong with it.
    if (error instanceof Error) return null;
    throw error;
  }
}
