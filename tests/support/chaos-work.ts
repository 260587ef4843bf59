import { openBatches } from "@/tests/support/chaos-claims";
import type { User, World } from "@/tests/support/world";

/** Mailings that are due at once, made while others send. */
export class Work {
  recipients = 0;
  mailings = 0;

  constructor(
    private readonly world: World,
    private readonly owner: User,
  ) {}

  /** So many recipients, shared evenly among so many mailings. */
  async add(recipients: number, mailings: number): Promise<void> {
    for (let nth = 0; nth < mailings; nth += 1) {
      const size = Math.floor(recipients / mailings) + (nth < recipients % mailings ? 1 : 0);
      if (size === 0) continue;
      await this.world.mailing({ owner: this.owner, recipients: size });
      this.recipients += size;
      this.mailings += 1;
    }
  }

  /** Adds where fewer batches than `enough` are open and none are about to be planned. */
  async keep(enough: number, recipients: number, mailings: number): Promise<void> {
    if ((await openBatches(this.world)) >= enough) return;
    const unplanned = { OR: [{ status: "created" as const }, { attempts: { some: { plannedAt: null } } }] };
    if ((await this.world.db.mailing.count({ where: unplanned })) === 0) await this.add(recipients, mailings);
  }
}
