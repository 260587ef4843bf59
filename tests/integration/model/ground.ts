import { z } from "zod";
import { connect, type Database } from "@/lib/db";
import type { Engine, Step } from "@/lib/sending/engine";
import { DELIVERY_TAG } from "@/lib/sending/render";
import { lookAtLedger } from "@/tests/integration/model/look";
import type { Model, OwnerModel } from "@/tests/integration/model/model";
import type { Sleeper } from "@/tests/integration/model/sleeper";
import { isHeard, isProof } from "@/tests/integration/model/faults";
import type { Fault } from "@/tests/support/provider-faults";
import type { ProviderRequest } from "@/tests/support/provider-record";
import { World, type User } from "@/tests/support/world";

/** Small figures keep a sequence quick: an audience of seven is three batches in two chunks. */
const BATCH = 3;
const CHUNK = 5;
const LIST_SIZES = [7, 3] as const;
/** By far longer than an answer takes on a loaded machine. */
const HTTP_TIMEOUT = 5_000;
/** Where the provider is to be slower than the engine's patience. */
const SHORT_HTTP_TIMEOUT = 60;
export const LEASE = 75_000;

/** A request as it reached the provider. */
export interface SeenRequest {
  key: string;
  batchId: string;
  mails: { delivery: string; address: string; subject: string }[];
  /** Whether the answer proves what became of it. */
  proves: boolean;
  /** Whether the engine hears what the provider itself has to say of it. */
  heard: boolean;
  record: ProviderRequest;
}

const mailsOfBody = z.array(
  z.object({
    to: z
      .union([z.string(), z.array(z.string())])
      .transform((to) => (typeof to === "string" ? to : to.join())),
    subject: z.string(),
    tags: z
      .array(z.object({ name: z.string(), value: z.string() }))
      .transform((tags) => tags.find(({ name }) => name === DELIVERY_TAG)?.value ?? ""),
  }),
);

/** One world for all sequences, each with nothing left of the one before. */
export class Ground {
  readonly requests: SeenRequest[] = [];
  /** What the next requests get. */
  faults: Fault[] = [];
  /** What the engine reported as nobody's to answer. */
  reports: string[] = [];
  sleepers: Sleeper[] = [];
  /** Keys under which something may have been taken that the engine has not heard of. */
  readonly unsure = new Set<string>();
  readonly firstAt = new Map<string, number>();

  private constructor(
    readonly world: World,
    readonly manager: User,
    private readonly frames: Awaited<ReturnType<typeof frameOf>>[],
    readonly machine: Database,
    /** The connections that a command may cut. */
    readonly fragile: Database,
  ) {}

  static async prepare(): Promise<Ground> {
    const world = await World.create();
    await world.db.$executeRawUnsafe(SMALL_BATCHES);
    await world.db.$executeRawUnsafe(`CREATE TRIGGER small_batches BEFORE INSERT ON attempts FOR EACH ROW
      EXECUTE FUNCTION small_batches()`);
    const frames = await Promise.all([frameOf(world), frameOf(world)]);
    const fragile = connect(`${world.url}?application_name=fragile`, 3);
    return new Ground(world, await world.user("manager"), frames, connect(world.url, 8), fragile);
  }

  async close(): Promise<void> {
    await this.machine.$disconnect();
    await this.fragile.$disconnect();
    await this.world.close();
  }

  /** Nobody sleeps on into the next sequence. */
  async end(): Promise<void> {
    const left = this.sleepers;
    this.sleepers = [];
    await Promise.all(left.map((sleeper) => sleeper.wake("die")));
  }

  /** Nothing left of the sequence before: two owners, each with two lists that share a recipient. */
  async begin(): Promise<Model> {
    await this.world.forget();
    this.requests.length = 0;
    this.faults = [];
    this.reports = [];
    this.unsure.clear();
    this.firstAt.clear();
    this.world.provider.when(({ key, body }) => this.#meet(key ?? "", body));
    const owners = await this.#owners();
    return {
      owners,
      mailings: [],
      bad: new Set(),
      tooLarge: false,
      fates: new Map(),
      planning: new Map(),
      audiences: new Map(),
      sleeping: 0,
      mails: 0,
      requests: 0,
      seen: await lookAtLedger(this.world.db),
    };
  }

  async #owners(): Promise<OwnerModel[]> {
    const listIds = this.frames.flatMap((frame) => frame.listIds);
    await this.world.db.$executeRaw`DELETE FROM recipients`;
    const rows = await this.world.db.$queryRaw<{ id: string; email: string; listId: string }[]>`
      WITH wanted AS (
        SELECT l.id AS list_id, l.owner_id, format('m%s.%s@mail.test', n, l.id) AS email
        FROM lists l CROSS JOIN LATERAL generate_series(1, CASE WHEN l.name = 'large' THEN ${LIST_SIZES[0]}::int ELSE ${LIST_SIZES[1]}::int END) n
        WHERE l.id = ANY(${listIds}::uuid[])
      ), made AS (
        INSERT INTO recipients (owner_id, email, name) SELECT owner_id, email, 'Reader' FROM wanted RETURNING id, email
      ), members AS (
        INSERT INTO list_members (list_id, recipient_id)
        SELECT wanted.list_id, made.id FROM made JOIN wanted ON wanted.email = made.email RETURNING list_id, recipient_id
      )
      SELECT made.id, made.email, members.list_id AS "listId" FROM members JOIN made ON made.id = members.recipient_id ORDER BY made.id`;
    await this.world.db.$executeRaw`UPDATE messages SET subject = 'News 0' WHERE subject <> 'News 0'`;
    return this.frames.map(({ user, messageId, listIds: own }) => {
      const mine = rows.filter((row) => own.includes(row.listId));
      return {
        user,
        messageId,
        subject: "News 0",
        blocked: false,
        recipients: new Map(mine.map((row) => [row.id, row.email])),
        lists: new Map(
          own.map((id) => [id, new Set(mine.filter((row) => row.listId === id).map((row) => row.id))]),
        ),
        suppressed: new Set(),
        everSuppressed: new Set(),
        everDeleted: new Set(),
      };
    });
  }

  /** An engine for one command. */
  engine(reached: (step: Step) => Promise<void> | void = () => undefined, db = this.machine): Engine {
    const slow = this.faults.some((fault) => fault.kind === "slow" || fault.kind === "hang");
    return this.world.engine({
      db,
      reached,
      report: (message, error) => this.reports.push(`${message}: ${String(error)}`),
      settings: {
        httpTimeout: slow ? SHORT_HTTP_TIMEOUT : HTTP_TIMEOUT,
        lease: LEASE,
        inFlight: 2,
        chunk: CHUNK,
      },
    });
  }

  /** Writes down every request that arrives, and says what becomes of it. */
  #meet(key: string, body: unknown[]): Fault | null {
    const fault = this.faults.shift() ?? null;
    const mails = mailsOfBody
      .parse(body)
      .map(({ to, subject, tags }) => ({ delivery: tags, address: to, subject }));
    const record = this.world.provider.requests.at(-1);
    if (record === undefined) throw new Error("the provider has no record of a request");
    const proves = fault === null || isProof(fault);
    const heard = fault === null || isHeard(fault);
    this.requests.push({ key, batchId: key.slice(0, 36), mails, proves, heard, record });
    if (!this.firstAt.has(key)) this.firstAt.set(key, record.at);
    return fault;
  }
}

async function frameOf(world: World) {
  const user = await world.user();
  const message = await world.db.message.create({
    data: { ownerId: user.id, subject: "News 0", html: "<p>Hello {{name}}</p>", text: "Hello {{name}}" },
  });
  const lists = await Promise.all(
    ["large", "small"].map((name) => world.db.recipientList.create({ data: { ownerId: user.id, name } })),
  );
  return { user, messageId: message.id, listIds: lists.map((list) => list.id) };
}

const SMALL_BATCHES = `
  CREATE FUNCTION small_batches() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN NEW.batch_size := ${BATCH}; RETURN NEW; END $$`;
