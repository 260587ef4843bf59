import { randomUUID } from "node:crypto";
import { connect, connectEngine, type Database } from "@/lib/db";
import { createMailing } from "@/lib/mailings/save";
import { createEngine, type Engine, type EngineParts } from "@/lib/sending/engine";
import { resendProvider } from "@/lib/sending/resend";
import { DEFAULT_SETTINGS } from "@/lib/sending/settings";
import { tick, type TickReport } from "@/lib/sending/tick";
import { verifyLedger } from "@/lib/sending/verify";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { startProvider, type Provider } from "@/tests/support/provider";
import { onServer } from "@/tests/support/server-connection";
import { installApplication } from "@/tests/support/application";

export interface User {
  id: string;
  role: string;
}

export interface MailingOptions {
  owner: User;
  recipients: number;
  startLocal?: string;
  endAt?: Date | null;
  period?: "once" | "daily" | "weekly" | "monthly";
  message?: { subject?: string; html?: string; text?: string };
}

export interface PlannedMailing {
  id: string;
  listId: string;
  addresses: string[];
}

/** Turned by so much, claims of a machine that died have run out; milliseconds. */
export const PAST_LEASES = DEFAULT_SETTINGS.lease + 5_000;

/** A tick of so many milliseconds plans and claims nothing: a request and its settling would not fit. */
export const TIME_TO_PLAN = 30_000;

/** A database, a provider and people of a test's own. */
export class World {
  private constructor(
    readonly url: string,
    readonly db: Database,
    private readonly engineDb: Database,
    readonly provider: Provider,
    private readonly drop: () => Promise<void>,
  ) {}

  /** On the server under test, or on a database of the caller's, which it drops in the end. */
  static async create(options: { keepBodies?: boolean; on?: TestDatabase } = {}): Promise<World> {
    const [database, provider] = await Promise.all([
      options.on ?? createHastyDatabase(),
      startProvider(options),
    ]);
    const world = new World(
      database.url,
      connect(database.url),
      connectEngine(database.url),
      provider,
      database.drop,
    );
    installApplication(world);
    return world;
  }

  async close(): Promise<void> {
    await Promise.all([this.db.$disconnect(), this.engineDb.$disconnect()]);
    await this.provider.close();
    await this.drop();
  }

  /** Back to an empty ledger, an open gate, a provider that knows nothing and clocks at real time; people stay. */
  async forget(): Promise<void> {
    this.provider.reset();
    await this.db.$executeRaw`
      DO $$ BEGIN
        DELETE FROM deliveries; DELETE FROM batches; DELETE FROM attempts; DELETE FROM mailings;
        DELETE FROM suppressions; DELETE FROM provider_events;
        DELETE FROM outcome_deltas; DELETE FROM outcome_quarters; DELETE FROM outcome_domains; DELETE FROM attempt_domains; DELETE FROM clicked_links;
        UPDATE users SET blocked_at = NULL, blocked_reason = NULL WHERE blocked_at IS NOT NULL;
        DELETE FROM provider_state;
        INSERT INTO provider_state (id) VALUES (1);
      END $$`;
  }

  /** An engine as another process would have it: its connections are the world's, its state its own. */
  engine(parts: Partial<EngineParts> & { apiKey?: string } = {}): Engine {
    const { apiKey = "re_test", ...rest } = parts;
    return createEngine({
      db: this.engineDb,
      provider: resendProvider({ apiKey, baseUrl: this.provider.url }),
      frame: {
        appUrl: "http://posthorn.test",
        postalAddress: "1 Post Road",
        unsubscribeSecret: UNSUBSCRIBE_SECRET,
      },
      fromAddress: "mail@posthorn.test",
      requestsPerSecond: 10_000,
      report: () => undefined,
      // Long waits, so that a second try comes only when a test turns the clock.
      random: () => 0.9,
      ...rest,
      // Patience as in production: a machine that stands still for seconds makes no outcome unknown.
      settings: { inFlight: 4, chunk: 150, ...rest.settings },
    });
  }

  /** Without emails about their mailings: what the provider takes is counted by the recipient. */
  async user(role: "user" | "manager" | "content_manager" | "admin" = "user"): Promise<User> {
    const { id } = await this.db.user.create({
      data: {
        email: `${randomUUID()}@people.test`,
        name: "Vera Owner",
        passwordHash: "-",
        role,
        emailVerifiedAt: new Date(),
        notifyTrouble: false,
        notifySuccess: false,
      },
      select: { id: true },
    });
    return { id, role };
  }

  /** A mailing due at once to a list of its own: r0@…, r1@… */
  async mailing(options: MailingOptions): Promise<PlannedMailing> {
    const tag = randomUUID().slice(0, 8);
    const addresses = Array.from({ length: options.recipients }, (_, n) => `r${n}.${tag}@mail.test`);
    const list = await this.db.recipientList.create({
      data: { ownerId: options.owner.id, name: `List ${tag}` },
    });
    await this.db.$executeRaw`
      WITH made AS (INSERT INTO recipients (owner_id, email, name)
        SELECT ${options.owner.id}::uuid, email, 'Reader ' || n FROM unnest(${addresses}::text[]) WITH ORDINALITY said (email, n) RETURNING id)
      INSERT INTO list_members (list_id, recipient_id) SELECT ${list.id}::uuid, id FROM made`;
    const message = await this.db.message.create({
      data: {
        ownerId: options.owner.id,
        subject: "News for {{name|you}}",
        html: "<p>Hello {{name}}</p>",
        text: "Hello {{name}}",
        ...options.message,
      },
    });
    const saved = await createMailing(options.owner, {
      name: `Mailing ${tag}`,
      messageId: message.id,
      listIds: [list.id],
      recipientIds: [],
      startLocal: options.startLocal ?? "2026-01-01T09:00:00",
      timeZone: "UTC",
      period: options.period ?? "once",
      endAt: options.endAt ?? null,
    });
    if (!saved.ok) throw new Error(`the mailing was refused: ${saved.code}`);
    return { id: saved.value.mailingId, listId: list.id, addresses };
  }

  /** Turns the clocks of database and provider forward together. */
  async turn(ms: number): Promise<void> {
    this.provider.clock.advance(ms);
    await this.db
      .$executeRaw`UPDATE provider_state SET clock_offset_ms = clock_offset_ms + ${ms} WHERE id = 1`;
  }

  /** Returns when there is nothing to do; `time` leaves room for claims after seconds in which the machine stood still. */
  async tick(engine: Engine = this.engine(), time = 120_000): Promise<TickReport> {
    return tick(engine, { time, patience: 100 });
  }

  /** Ticks with the clock turned past every wait and lease until no attempt is open. */
  async settleDown(rounds = 60, engine: Engine = this.engine()): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      await this.tick(engine);
      if ((await this.db.attempt.count({ where: { closedAt: null } })) === 0) return;
      await this.turn(6 * 60_000);
    }
    throw new Error("attempts stay open");
  }

  async attempts(mailingId: string) {
    return this.db.attempt.findMany({ where: { mailingId }, orderBy: { createdAt: "asc" } });
  }

  async deliveriesByStatus(mailingId: string): Promise<Record<string, number>> {
    const rows = await this.db.$queryRaw<{ status: string; count: number }[]>`
      SELECT d.status::text AS status, count(*)::int AS count FROM deliveries d JOIN attempts a ON a.id = d.attempt_id
      WHERE a.mailing_id = ${mailingId}::uuid GROUP BY d.status`;
    return Object.fromEntries(rows.map((row) => [row.status, row.count]));
  }

  verify() {
    return verifyLedger(this.db);
  }
}

/** Whoever pulls the plug brings a database of their own; the others do not wait for the disk: a third of the time of a case. */
async function createHastyDatabase(): Promise<TestDatabase> {
  const database = await createDatabase();
  await onServer(
    database.url,
    `ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET synchronous_commit = off`,
  );
  return database;
}

export const UNSUBSCRIBE_SECRET = "unsubscribe-secret-of-the-tests-0123456789";
