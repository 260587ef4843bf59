import { closedAttemptStatus } from "@/lib/mailings/status";
import { DELIVERY_TAG } from "@/lib/sending/render";
import { KEY_LIFETIME } from "@/lib/sending/settings";
import { demand } from "@/tests/integration/model/demand";
import type { Ground } from "@/tests/integration/model/ground";
import {
  isOpen,
  mustHave,
  type AttemptRow,
  type BatchRow,
  type DeliveryRow,
  type Look,
} from "@/tests/integration/model/look";
import type { Model } from "@/tests/integration/model/model";

/** What the ledger says against what the provider really took. */
export function checkTruth(model: Model, ground: Ground, look: Look): void {
  const taken = takenMails(ground);
  const once = new Set<string>();
  for (const [delivery, mail] of taken) {
    const row = look.deliveries.get(delivery);
    demand(row !== undefined, () => `the provider took a mail of no delivery: ${delivery}`);
    if (row === undefined) continue;
    demand(row.address === mail.address, () => `${row.address}'s mail went to ${mail.address}`);
    const name = `${row.attempt} ${row.address}`;
    demand(!once.has(name), () => `${row.address} got two mails of one attempt`);
    once.add(name);
  }
  for (const row of look.deliveries.values()) {
    checkDelivery(model, look, row, taken.get(row.id)?.id ?? null);
  }
  for (const attempt of look.attempts.values()) checkFigures(look, attempt);
}

/** After a sweep only what is on the wire keeps an attempt open that closes, and only an open batch any other. */
export function checkSwept(look: Look): void {
  for (const attempt of look.attempts.values()) {
    if (!isOpen(attempt)) continue;
    const statuses = [...look.batches.values()]
      .filter((batch) => batch.attempt === attempt.id && batch.status !== "closed")
      .map(({ status }) => status);
    const waits = attempt.closing === null || statuses.every((status) => status === "requested");
    demand(
      waits,
      () => `an attempt that closes (${attempt.closing ?? ""}) keeps batches: ${statuses.join()}`,
    );
    const left = statuses.length > 0 || (attempt.status === "planning" && attempt.closing === null);
    demand(left, () => "an attempt with nothing left to do stays open");
  }
}

function takenMails(ground: Ground): Map<string, { id: string; address: string }> {
  const taken = new Map<string, { id: string; address: string }>();
  for (const mail of ground.world.provider.mails) {
    const delivery = mail.tags.find(({ name }) => name === DELIVERY_TAG)?.value ?? "";
    demand(!taken.has(delivery), () => `${mail.to.join()} got the mail of one delivery twice`);
    taken.set(delivery, { id: mail.id, address: mail.to.join() });
  }
  return taken;
}

function checkDelivery(model: Model, look: Look, row: DeliveryRow, mailId: string | null): void {
  const batch = mustHave(look.batches, row.batch);
  const said = () =>
    `${row.address} is ${row.status} (${row.reason ?? "-"}, batch ${batch.status} ${batch.code ?? "-"})`;
  if (row.status === "accepted") {
    const same = mailId !== null && row.providerId === mailId;
    demand(same, () => `${said()}, and the provider took ${mailId ?? "nothing"}`);
  } else if (row.status === "uncertain") {
    const unknown = batch.unknownAt !== null || batch.code === "invalid_idempotent_request";
    demand(unknown, () => `${said()} without an unknown outcome`);
    const early =
      row.reason === "unknown_too_long" && (row.settled ?? 0) - (batch.unknownAt ?? 0) < KEY_LIFETIME;
    demand(row.reason !== null && !early, () => `${said()} before its time`);
  } else if (row.status === "pending") {
    const aware = mailId === null || batch.status === "requested" || batch.unknownAt !== null;
    demand(aware, () => `${said()}: its mail was taken, and its batch does not know that it may have been`);
  } else {
    demand(mailId === null, () => `${said()}, and the provider took it`);
    const { closing } = mustHave(look.attempts, row.attempt);
    demand(hasCause(model, row, batch, closing), () => `${said()} without a cause`);
  }
}

function hasCause(model: Model, row: DeliveryRow, batch: BatchRow, closing: string | null): boolean {
  if (row.status === "cancelled")
    return closing !== null && row.reason === closing && batch.unknownAt === null;
  if (row.status === "skipped") {
    return model.owners.some((owner) =>
      row.reason === "recipient_deleted"
        ? owner.everDeleted.has(row.recipient)
        : owner.everSuppressed.has(row.address),
    );
  }
  if (row.reason === "undispatchable") return batch.claims >= 10;
  return (
    row.reason === "refused" && (model.bad.has(row.address) || (model.tooLarge && batch.code === "too_large"))
  );
}

/** planned = pending + accepted + rejected + skipped + cancelled + uncertain, and the status that this amounts to. */
function checkFigures(look: Look, attempt: AttemptRow): void {
  const counts = { planned: 0, pending: 0, accepted: 0, rejected: 0, skipped: 0, cancelled: 0, uncertain: 0 };
  for (const row of look.deliveries.values()) {
    if (row.attempt !== attempt.id) continue;
    counts.planned += 1;
    counts[row.status] += 1;
  }
  demand(
    counts.planned === attempt.planned,
    () => `planned ${attempt.planned}, deliveries ${counts.planned}`,
  );
  if (isOpen(attempt)) return;
  demand(counts.pending === 0, () => `a closed attempt has ${counts.pending} pending`);
  const status = closedAttemptStatus(counts, attempt.closing);
  demand(
    attempt.status === status,
    () => `an attempt of ${JSON.stringify(counts)} is ${attempt.status}, not ${status}`,
  );
}

/** What is decided stays decided. */
export function checkChange(before: Look, after: Look): void {
  for (const old of before.deliveries.values()) {
    const row = mustHave(after.deliveries, old.id);
    const cleared = old.status === "uncertain" && row.status === "accepted";
    demand(
      old.status === "pending" || row.status === old.status || cleared,
      () => `${old.address} was ${old.status} and is ${row.status}`,
    );
    demand(
      old.providerId === null || row.providerId === old.providerId,
      () => `${old.address} has another mail's id`,
    );
  }
  for (const old of before.batches.values()) checkBatchChange(old, mustHave(after.batches, old.id));
  for (const old of before.attempts.values()) {
    const row = mustHave(after.attempts, old.id);
    demand(isOpen(old) || !isOpen(row), () => "a closed attempt was opened again");
    demand(
      old.status !== "sending" || row.status !== "planning",
      () => "an attempt that was planned is planned again",
    );
    demand(
      old.closing === null || row.closing === old.closing,
      () => `closing ${old.closing ?? ""} became ${row.closing ?? "nothing"}`,
    );
    demand(
      old.subject === row.subject && old.occurrence === row.occurrence,
      () => "an attempt's copy of its message has changed",
    );
  }
}

/** Who has lost the claim may say that the provider took what was requested before, and nothing else. */
export function checkLost(
  before: Look,
  after: Look,
  { batchId, requested }: { batchId: string; requested: boolean },
): void {
  const old = mustHave(before.batches, batchId);
  const row = mustHave(after.batches, batchId);
  const same = row.status === old.status && row.token === old.token && row.available === old.available;
  const proved = requested && row.status === "closed" && (old.status === "closed" || row.code === "accepted");
  demand(
    same || proved,
    () => `a lost claim made a batch that was ${old.status} ${row.status} (${row.code ?? "-"})`,
  );
}

function checkBatchChange(old: BatchRow, row: BatchRow): void {
  demand(old.status !== "closed" || row.status === "closed", () => "a closed batch was opened again");
  demand(
    old.unknownAt === null || row.unknownAt === old.unknownAt,
    () => "a batch forgot its first unknown outcome",
  );
  const frozen = old.unknownAt === null || (row.hash === old.hash && row.freeze === old.freeze);
  demand(frozen, () => "a batch of unknown outcome was frozen anew");
}

const FATES = ["delayed", "delivered", "bounced", "complained"];

/** Of all news of a delivery the one of the highest rank stands, in whatever order they came. */
export function checkFates(model: Model, look: Look): void {
  for (const [id, rank] of model.fates) {
    const { fate, address } = mustHave(look.deliveries, id);
    demand(
      fate === (FATES[rank] ?? null),
      () => `${address}'s fate is ${fate ?? "none"}, not ${FATES[rank] ?? "none"}`,
    );
  }
}
