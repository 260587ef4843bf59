import { randomUUID } from "node:crypto";
import { connect, type Database } from "@/lib/db";
import { createMailing } from "@/lib/mailings/save";
import { tick } from "@/lib/sending/tick";
import type { Engine, Step } from "@/lib/sending/engine";
import { ThrownAway, type Happening } from "@/tests/integration/sending/matrix/happenings";
import { World, type User } from "@/tests/support/world";

/** Small figures keep the matrix quick: three batches in two chunks. */
export const RECIPIENTS = 25;
export const BATCH = 10;
const CHUNK = 15;
/** No machine stands still for so long that an outcome becomes unknown by it. */
const HTTP_TIMEOUT = 20_000;

/** One mailing in one world after another, each with nothing left of the one before. */
export class CaseGround {
  mailingId = "";
  unsubscribed: { address: string; inTime: boolean }[] = [];
  /** The happening takes place, or has. */
  happened = false;
  /** Requests that were marked when the happening had taken place, arrived or not; null: it has not. */
  requestsBefore: number | null = null;

  private constructor(
    readonly world: World,
    readonly owner: User,
    readonly manager: User,
    readonly addresses: string[],
    private readonly listId: string,
    private readonly messageId: string,
    private readonly machines: Database[],
  ) {}

  static async prepare(): Promise<CaseGround> {
    const world = await World.create();
    await world.db.$executeRawUnsafe(SMALL_BATCHES);
    await world.db.$executeRawUnsafe(`CREATE TRIGGER small_batches BEFORE INSERT ON attempts FOR EACH ROW
      EXECUTE FUNCTION small_batches()`);
    const [owner, manager] = await Promise.all([world.user(), world.user("manager")]);
    const mailing = await world.mailing({ owner, recipients: RECIPIENTS });
    const { messageId } = await world.db.mailing.findUniqueOrThrow({ where: { id: mailing.id } });
    const machines = [1, 2, 3].map(() => connect(world.url, 4));
    return new CaseGround(world, owner, manager, mailing.addresses, mailing.listId, messageId, machines);
  }

  async close(): Promise<void> {
    await Promise.all(this.machines.map((machine) => machine.$disconnect()));
    await this.world.close();
  }

  /** The address that a provider may find bad: in the middle of the second batch. */
  get bad(): string {
    return this.addresses[BATCH + 2] ?? "";
  }

  async begin(): Promise<void> {
    await this.world.forget();
    this.unsubscribed = [];
    this.happened = false;
    this.requestsBefore = null;
    const saved = await createMailing(this.owner, {
      name: `Case ${randomUUID()}`,
      messageId: this.messageId,
      listIds: [this.listId],
      recipientIds: [],
      startLocal: "2026-01-01T09:00:00",
      timeZone: "UTC",
      period: "once",
      endAt: null,
    });
    if (!saved.ok) throw new Error(`the mailing was refused: ${saved.code}`);
    this.mailingId = saved.value.mailingId;
  }

  /** The machines that tick in this case; the happening waits at its point for the first that comes by. */
  engines(happening: Happening, httpTimeout = HTTP_TIMEOUT): Engine[] {
    const settings = { httpTimeout, lease: httpTimeout + 3_000, chunk: CHUNK };
    if (happening.racing === true) {
      return this.machines.map((db) => this.world.engine({ db, settings: { ...settings, inFlight: 2 } }));
    }
    const happen = async (point: string) => {
      if (point !== happening.point || this.happened) return;
      this.happened = true;
      await happening.happen(this);
      this.requestsBefore = await this.#marked();
    };
    this.world.provider.onAccepted(() => happen("taken"));
    const reached = (step: Step) => happen(step);
    return [this.world.engine({ reached, settings: { ...settings, inFlight: 1 } })];
  }

  /** One tick of every machine, at once; a tick may die where the happening kills it. */
  async tickAll(engines: Engine[]): Promise<void> {
    await Promise.all(
      engines.map(async (engine) => {
        try {
          await tick(engine, { time: 60_000, patience: 20 });
        } catch (error) {
          if (!(error instanceof ThrownAway)) throw error;
        }
      }),
    );
  }

  /** A request that the engine has lost patience with may arrive late: what counts is when it was marked. */
  async #marked(): Promise<number> {
    const { _sum } = await this.world.db.batch.aggregate({ _sum: { requests: true } });
    return _sum.requests ?? 0;
  }

  async isOver(): Promise<boolean> {
    const open = await this.world.db.mailing.count({ where: { status: { not: "finished" } } });
    return open === 0;
  }
}

const SMALL_BATCHES = `
  CREATE FUNCTION small_batches() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN NEW.batch_size := ${BATCH}; RETURN NEW; END $$`;
