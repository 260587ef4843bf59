import { createHash } from "node:crypto";
import { Resend, type CreateEmailOptions, type ErrorResponse, type Response as ResendResponse } from "resend";
import { z } from "zod";
import { answerText } from "@/lib/http/bounded-answer";
import { NeverSentError, post } from "@/lib/sending/http-post";
import { jsonOf, type Answer } from "@/lib/sending/outcome";

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

/** Where the provider is when nothing else is said. */
export const RESEND_API = "https://api.resend.com";

const BATCH_PATH = "/emails/batch";
/** One bad mail refuses the whole batch, and then nothing went out (https://resend.com/docs/api-reference/emails/send-batch-emails). */
const STRICT = { "x-batch-validation": "strict" };

export function resendProvider(address: ProviderAddress): Provider {
  const writer = new BodyWriter(address.apiKey, { baseUrl: address.baseUrl });
  const transport = new Transport(address.apiKey, { baseUrl: address.baseUrl });
  return {
    fingerprint: providerFingerprint(address),
    async prepare(mails) {
      const written = await writer.batch.create(mails);
      return Buffer.from(z.string().parse(written.data));
    },
    async send({ body, idempotencyKey, timeout }) {
      const options = { body, idempotencyKey, headers: STRICT, signal: AbortSignal.timeout(timeout) };
      try {
        const response = await transport.post<Answer>(BATCH_PATH, null, options);
        return response.data ?? { status: null, message: "the request had no answer", neverSent: false };
      } catch (error) {
        return { status: null, message: describe(error), neverSent: error instanceof NeverSentError };
      }
    },
  };
}

/** Names address and key without telling the key. */
export function providerFingerprint({ apiKey, baseUrl }: ProviderAddress): string {
  return createHash("sha256").update(`${baseUrl}\0${apiKey}`).digest("hex").slice(0, 16);
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

/** The SDK's own request reads answers of any length. */
class Reader extends Resend {
  override async fetchRequest<T>(path: string, options: RequestInit = {}): Promise<ResendResponse<T>> {
    const response = await fetch(`${this.baseUrl}${path}`, options);
    const text = await answerText(response);
    if (response.ok) return { data: JSON.parse(text) as T, error: null, headers: null };
    // Something before the provider may refuse in words of its own; the status is the response's.
    const said = refusedSchema.catch({ name: "application_error", message: text }).parse(jsonOf(text));
    return { data: null, error: { ...said, statusCode: response.status }, headers: null };
  }
}

/** Every part may be missing: what there is tells a refused key from the rest. */
const refusedSchema = z.object({
  name: z.custom<ErrorResponse["name"]>(() => true),
  message: z.string().catch(""),
});

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A host of several addresses fails with one error for each, and no words of its own.
  const own = error instanceof AggregateError ? error.errors.map(describe).join("; ") : error.message;
  return error.cause instanceof Error ? `${own}: ${describe(error.cause)}` : own;
}

/**
 * What the provider says of the domain that mails come from. `hidden`: the key may send and nothing else, as it should.
 * `unknown`: no answer in time, or one that tells nothing.
 */
export type DomainState =
  "verified" | "pending" | "failed" | "not_found" | "hidden" | "key_refused" | "unknown";

/** So many are looked through; whoever has more is told that nothing is known. */
const DOMAIN_PAGES = 5;
const DOMAINS_A_PAGE = 100;

/** Asks the provider how a domain is. Never throws. @param withinMs for all requests together */
export async function domainState(
  { apiKey, baseUrl }: ProviderAddress,
  domain: string,
  withinMs: number,
): Promise<DomainState> {
  const { domains } = new Reader(apiKey, { baseUrl });
  const options = { signal: AbortSignal.timeout(withinMs) };
  let after: string | undefined;
  try {
    for (let page = 0; page < DOMAIN_PAGES; page += 1) {
      const { data, error } = await domains.list({ limit: DOMAINS_A_PAGE, ...(after && { after }) }, options);
      if (error) return refusedState(error);
      const { data: listed, has_more: more } = domainList.parse(data);
      const found = listed.find(({ name }) => name.toLowerCase() === domain.toLowerCase());
      if (found?.status === "partially_verified") {
        return recordsState(await domains.get(found.id, options));
      }
      if (found) return stateOf(found.status);
      after = listed.at(-1)?.id;
      if (more !== true || after === undefined) return "not_found";
    }
  } catch (error) {
    console.warn(`the provider did not tell how ${domain} is: ${describe(error)}`);
  }
  return "unknown";
}

const domainList = z.object({
  data: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })),
  has_more: z.boolean().optional(),
});

function stateOf(status: string): DomainState {
  if (status === "verified") return "verified";
  return status.endsWith("failed") || status.endsWith("failure") ? "failed" : "pending";
}

/** Where a domain receives mails too, only the records for sending matter here. */
function recordsState({ data }: Awaited<ReturnType<Resend["domains"]["get"]>>): DomainState {
  const parsed = z
    .object({ records: z.array(z.object({ record: z.string(), status: z.string() })) })
    .safeParse(data);
  if (!parsed.success) return "unknown";
  const forSending = parsed.data.records.filter(({ record }) => record === "SPF" || record === "DKIM");
  return forSending.every(({ status }) => status === "verified") ? "verified" : "pending";
}

function refusedState(error: { name?: unknown; message?: unknown; statusCode?: unknown }): DomainState {
  if (error.name === "restricted_api_key") return "hidden";
  const ofKey =
    error.statusCode === 401 || error.statusCode === 403 || /api key/i.test(String(error.message));
  return ofKey ? "key_refused" : "unknown";
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

/**
 * What became of an address on the provider's own list. `none`: it is not on it, or the provider has no list. `hidden`: the
 * key may send and nothing else. `unknown`: no answer in time, or one that tells nothing.
 */
export type TakenOff = "taken_off" | "none" | "hidden" | "key_refused" | "busy" | "unknown";

/** Takes an address off the provider's own list of suppressions. Never throws. @param withinMs for the answer */
export async function takeOffProvidersList(
  { apiKey, baseUrl }: ProviderAddress,
  email: string,
  withinMs: number,
): Promise<TakenOff> {
  const { suppressions } = new Reader(apiKey, { baseUrl });
  try {
    const { error } = await suppressions.remove(email, { signal: AbortSignal.timeout(withinMs) });
    if (error === null) return "taken_off";
    if (error.statusCode === 404 || error.statusCode === 405) return "none";
    if (error.statusCode === 429) return "busy";
    const state = refusedState(error);
    return state === "hidden" || state === "key_refused" ? state : "unknown";
  } catch (error) {
    console.warn(`the provider did not take an address off its list: ${describe(error)}`);
    return "unknown";
  }
}
