import { HOUR, KEY_LIFETIME } from "@/lib/sending/settings";
import { demand } from "@/tests/integration/model/demand";
import type { Ground, SeenRequest } from "@/tests/integration/model/ground";
import { isHeld, mailingOfBatch, mustHave, type Look } from "@/tests/integration/model/look";
import type { Model, Said } from "@/tests/integration/model/model";

/** The provider's answer that proves that nothing went out under this key, earlier requests included. */
const NEVER_TAKEN = /(^|: )422 validation_error$/;

/** Requests of one command against what the ledger and the people had said before it. */
export function checkRequests(
  model: Model,
  ground: Ground,
  looks: { before: Look; after: Look },
  said: Said,
): void {
  const fresh = ground.requests.slice(model.requests);
  for (const request of fresh) {
    checkBytes(ground, request);
    learn(ground, request);
    checkWords(looks.after, request);
    if (said.marked === request.batchId) continue;
    checkAllowed(looks, request);
    checkPeople(looks, request, said);
  }
  const { shutUntil } = looks.before;
  const asked = fresh.filter(({ batchId }) => said.marked !== batchId).length;
  const shut = shutUntil !== null && shutUntil > looks.after.now;
  demand(!shut || asked === 0, () => `${asked} requests went out through a shut gate`);
  model.requests = ground.requests.length;
}

/** The same key always says the same; and no other key is used while one may have been taken. */
function checkBytes(ground: Ground, request: SeenRequest): void {
  const wanted = new Set(request.mails.map(({ delivery }) => delivery));
  for (const earlier of ground.requests) {
    if (earlier === request) break;
    if (earlier.key === request.key) {
      demand(earlier.record.bodyHash === request.record.bodyHash, () => "one key was used with two bodies");
    } else if (ground.unsure.has(earlier.key)) {
      const shared = earlier.mails.find(({ delivery }) => wanted.has(delivery))?.address;
      demand(
        shared === undefined,
        () => `${shared ?? ""} goes out under a new key, the old one's outcome unknown`,
      );
    }
  }
}

/** Every mail says what its attempt copied when it was planned. */
function checkWords(after: Look, request: SeenRequest): void {
  const batch = mustHave(after.batches, request.batchId);
  const { subject } = mustHave(after.attempts, batch.attempt);
  for (const mail of request.mails) {
    demand(mail.subject === subject, () => `a mail of "${subject}" says "${mail.subject}"`);
  }
}

/** A request was allowed if nothing that forbids it had been committed before the command began. */
function checkAllowed({ before, after }: { before: Look; after: Look }, request: SeenRequest): void {
  const to = () => request.mails.map(({ address }) => address).join();
  const mailing = before.mailings.get(mailingOfBatch(after, mustHave(after.batches, request.batchId)).id);
  if (mailing === undefined) return;
  demand(!isHeld(mailing), () => `a held mailing wrote to ${to()}`);
  const batch = before.batches.get(request.batchId);
  if (batch === undefined) return;
  const attempt = mustHave(before.attempts, batch.attempt);
  demand(batch.status !== "closed", () => `a closed batch wrote to ${to()}`);
  demand(
    attempt.closing === null,
    () => `an attempt that closes (${attempt.closing ?? ""}) wrote to ${to()}`,
  );
  const over = attempt.kind === "scheduled" && mailing.end !== null && mailing.end <= before.now;
  demand(!over, () => `after the end was written to ${to()}`);
  const old = batch.unknownAt !== null && batch.unknownAt <= before.now - KEY_LIFETIME;
  demand(!old, () => `after 23 hours of an unknown outcome was asked again for ${to()}`);
}

/** Nobody who was suppressed or deleted before the bytes were settled is written to. */
function checkPeople(looks: { before: Look; after: Look }, request: SeenRequest, said: Said): void {
  const { before, after } = looks;
  const { unknownAt } = mustHave(after.batches, request.batchId);
  if (unknownAt !== null && unknownAt <= before.now) return;
  for (const { address, delivery } of request.mails) {
    const { attempt, recipient } = mustHave(after.deliveries, delivery);
    const owner = mustHave(after.attempts, attempt).owner;
    demand(
      !before.suppressed.has(`${owner} ${address}`),
      () => `${address} is suppressed and was written to`,
    );
    const gone = !before.recipients.has(recipient) && said.frozen !== request.batchId;
    demand(!gone, () => `${address} is deleted and was written to`);
  }
}

/** Keys whose outcome the engine cannot know from the answers so far. */
function learn(ground: Ground, request: SeenRequest): void {
  if (request.heard && NEVER_TAKEN.test(request.record.outcome)) ground.unsure.delete(request.key);
  else if (!request.proves) ground.unsure.add(request.key);
}

/** A request that was marked long ago is lost for good once the provider may have forgotten its key. */
export function mayStillGoOut(ground: Ground, batchId: string): boolean {
  const now = ground.world.provider.clock.now();
  return [...ground.firstAt].every(([key, at]) => !key.startsWith(batchId) || now - at < 24 * HOUR - 60_000);
}
