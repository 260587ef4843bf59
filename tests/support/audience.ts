import { createMailing } from "@/lib/mailings/save";
import type { MailingInput } from "@/lib/mailings/schema";
import type { Engine } from "@/lib/sending/engine";
import { planDueMailings } from "@/lib/sending/plan-attempt";
import { planDeliveries } from "@/lib/sending/plan-deliveries";
import { World, type User } from "@/tests/support/world";

/** An owner with recipients, empty lists and two messages, to choose audiences of mailings from. */
export class Audiences {
  private constructor(
    readonly world: World,
    readonly owner: User,
    readonly people: readonly { id: string; email: string }[],
    readonly listIds: readonly string[],
    /** The message that the mailings under test send, and another. */
    readonly messages: readonly [string, string],
  ) {}

  static async create(size: number, lists: number): Promise<Audiences> {
    const world = await World.create();
    const owner = await world.user();
    const write = async (subject: string) => {
      const data = { ownerId: owner.id, subject, html: "<p>Hello</p>", text: "Hello" };
      return (await world.db.message.create({ data, select: { id: true } })).id;
    };
    const messages = [await write("News"), await write("Other")] as const;
    const emails = Array.from({ length: size }, (_, n) => `r${n}@audience.test`);
    await world.db.$executeRaw`
      INSERT INTO recipients (owner_id, email) SELECT ${owner.id}::uuid, unnest(${emails}::text[])`;
    const people = await world.db.recipient.findMany({
      where: { ownerId: owner.id },
      orderBy: { id: "asc" },
      select: { id: true, email: true },
    });
    // Somebody else's, whom no audience of this owner reaches.
    await world.db.recipient.create({
      data: { ownerId: (await world.user()).id, email: "r0@audience.test" },
    });
    const listIds: string[] = [];
    for (let n = 0; n < lists; n += 1) {
      const data = { ownerId: owner.id, name: `List ${n}` };
      listIds.push((await world.db.recipientList.create({ data, select: { id: true } })).id);
    }
    return new Audiences(world, owner, people, listIds, messages);
  }

  /** Chunks so short that many ends of chunks and batches fall into an audience. */
  engine(): Engine {
    return this.world.engine({ settings: { chunk: 7 } });
  }

  idsOf(of: readonly number[]): string[] {
    return of.map((n) => this.people[n]?.id ?? "");
  }

  emailOf(n: number): string {
    return this.people[n]?.email ?? "";
  }

  /** Creates a mailing of the first message that is due at once. */
  async due(name: string, change: Partial<MailingInput>): Promise<string> {
    const saved = await createMailing(this.owner, this.input(name, change));
    if (!saved.ok) throw new Error(saved.code);
    return saved.value.mailingId;
  }

  input(name: string, change: Partial<MailingInput>): MailingInput {
    return {
      ...{ name, messageId: this.messages[0], listIds: [], recipientIds: [], endAt: null },
      ...{ startLocal: "2026-01-01T09:00:00", timeZone: "UTC", period: "once" },
      ...change,
    };
  }

  /** Plans whatever is due, and sends nothing. */
  async plan(): Promise<void> {
    const planner = this.engine();
    await planDueMailings(planner);
    await planDeliveries(planner, Infinity);
  }

  async setMembers(list: number, members: readonly number[]): Promise<void> {
    const listId = this.listIds[list] ?? "";
    await this.world.db.listMember.deleteMany({ where: { listId } });
    await this.world.db.listMember.createMany({
      data: this.idsOf(members).map((recipientId) => ({ listId, recipientId })),
    });
  }
}
