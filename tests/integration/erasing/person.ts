import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { expect } from "vitest";
import { eraseRecipient, type Erased } from "@/lib/erasing/commands";
import { importRecipients } from "@/lib/recipients/import";
import type { RowOutcome } from "@/lib/recipients/import-chunk";
import { reportLine } from "@/lib/recipients/report-line";
import { providerEvent, recordProviderEvent } from "@/lib/sending/provider-events";
import { placesOf } from "@/tests/integration/erasing/everything-stored";
import type { User, World } from "@/tests/support/world";

/** Somebody who is to be erased: an owner's recipient with an address, a name and a field that nobody else has. */
export class Person {
  readonly email: string;
  readonly name: string;
  readonly city: string;

  constructor(
    readonly world: World,
    readonly owner: User,
  ) {
    const tag = randomUUID().slice(0, 8);
    [this.email, this.name, this.city] = [`veronika.${tag}@mail.test`, `Veronika ${tag}`, `City ${tag}`];
  }

  /** A mailing to three people of whom one is the person. */
  async mailing(ownerId = this.owner.id) {
    const { email, name, city, world } = this;
    const made = await world.mailing({
      owner: { id: ownerId, role: "user" },
      recipients: 3,
      message: { html: "<p>{{name}} of {{city|here}}</p>", text: "{{name}} of {{city|here}}" },
    });
    const [first = ""] = made.addresses;
    const there = await world.db.recipient.findFirst({ where: { ownerId, email } });
    if (there === null)
      await world.db.recipient.updateMany({
        where: { ownerId, email: first },
        data: { email, name, comment: `${name} rang`, fields: { city } },
      });
    else {
      await world.db.recipient.deleteMany({ where: { ownerId, email: first } });
      await world.db.listMember.create({ data: { listId: made.listId, recipientId: there.id } });
    }
    return made;
  }

  recipient(ownerId = this.owner.id) {
    return this.world.db.recipient.findFirstOrThrow({ where: { ownerId, email: this.email } });
  }

  async delivery(mailingId: string) {
    const [attempt] = await this.world.attempts(mailingId);
    return this.world.db.delivery.findFirstOrThrow({
      where: { attemptId: attempt?.id, address: this.email },
    });
  }

  /** An event of the provider that names the address. */
  async event(type: string, { id, providerId }: { id: string; providerId: string | null }): Promise<void> {
    const said = providerEvent.parse({
      type,
      created_at: new Date().toISOString(),
      data: {
        email_id: providerId,
        tags: { delivery: id },
        bounce: { type: "Permanent", message: `<${this.email}> is full` },
      },
    });
    await recordProviderEvent(this.world.db, randomUUID(), said);
  }

  async imported(text: string) {
    const outcomes: RowOutcome[] = [];
    const result = await importRecipients(this.world.db, {
      ownerId: this.owner.id,
      listId: null,
      source: () => Readable.from([Buffer.from(text)]),
      onOutcomes: (some) => {
        outcomes.push(...some);
      },
    });
    return { summary: result.summary, report: outcomes.map(reportLine).join("") };
  }

  async erase(): Promise<Erased> {
    const result = await eraseRecipient(this.owner, (await this.recipient()).id);
    if (!result.ok) throw new Error(result.code);
    return result.value;
  }

  /** What an erasing says that takes place when a batch is at this step. */
  async eraseAt(step: string): Promise<Erased | undefined> {
    let erased: Promise<Erased> | undefined;
    const reached = async (at: string) => {
      if (at === step) await (erased ??= this.erase());
    };
    await this.world.tick(this.world.engine({ reached }));
    return erased;
  }

  async expectGone(): Promise<void> {
    expect(await placesOf(this.world.db, [this.email, this.name, this.city])).toEqual([]);
    expect(await this.world.verify()).toEqual([]);
  }
}
