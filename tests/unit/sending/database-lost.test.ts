import { describe, expect, it } from "vitest";
import { PoolerError } from "@/lib/database/session-check";
import { apart } from "@/lib/sending/apart";
import { isDatabaseLost, isDatabaseUseless, onceIfUseless, sayFault } from "@/lib/sending/database-lost";
import { createEngine } from "@/lib/sending/engine";
import { connect } from "@/lib/db";
import { resendProvider } from "@/lib/sending/resend";
import { databaseFault } from "@/scripts/database/database-fault";

/** As Prisma 7.10 hands on what its adapter for node-postgres met. */
function raw(cause: { kind: string; originalCode?: string; originalMessage?: string }): Error {
  return Object.assign(new Error("\nInvalid `prisma.$queryRaw()` invocation:\n\nRaw query failed."), {
    code: "P2010",
    meta: { driverAdapterError: Object.assign(new Error(cause.kind), { cause }) },
  });
}

describe("a database that is away", () => {
  it.each([
    raw({ kind: "DatabaseNotReachable" }),
    raw({ kind: "ConnectionClosed" }),
    raw({ kind: "postgres", originalCode: "57P01" }),
    raw({ kind: "postgres", originalCode: "57P03" }),
    raw({ kind: "postgres", originalCode: "08006" }),
    Object.assign(new Error("Server has closed the connection."), { code: "P1017" }),
    new Error("Connection terminated unexpectedly"),
  ])("is told from a fault of the query: %o", (error) => {
    expect(isDatabaseLost(error)).toBe(true);
    expect(sayFault("a tick ended early", error)).toHaveLength(1);
  });

  it.each([
    raw({ kind: "postgres", originalCode: "42601" }),
    raw({ kind: "TransactionWriteConflict", originalCode: "40001" }),
    Object.assign(new Error("Unique constraint failed"), { code: "P2002" }),
    new Error("no such mailing"),
    "Connection terminated",
    null,
  ])("is not what a query draws upon itself: %o", (error) => {
    expect(isDatabaseLost(error)).toBe(false);
    expect(sayFault("a tick ended early", error)).toEqual(["a tick ended early", error]);
  });
});

describe("a database that serves nobody", () => {
  it.each([
    ["away", raw({ kind: "DatabaseNotReachable" })],
    ["read-only", raw({ kind: "postgres", originalCode: "25006" })],
    ["without rights", raw({ kind: "postgres", originalCode: "42501" })],
    ["not migrated", raw({ kind: "TableDoesNotExist", originalCode: "42P01" })],
    ["not migrated, in Prisma's words", Object.assign(new Error("no table"), { code: "P2021" })],
    ["of an older release", raw({ kind: "ColumnNotFound", originalCode: "42703" })],
    ["missing", Object.assign(new Error("no database"), { code: "P1003" })],
  ])("%s is everybody's fault, ends the tick and is told in one line", (_, error) => {
    expect(isDatabaseUseless(error)).toBe(true);
    expect(sayFault("a tick ended early", error)).toEqual([
      expect.stringMatching(/^a tick ended early, for the database [^\n]+$/),
    ]);
  });

  it("is told once of all that is done before a tick, and other faults each", () => {
    const told: string[] = [];
    const report = onceIfUseless((message) => told.push(message));
    const useless = raw({ kind: "TableDoesNotExist", originalCode: "42P01" });
    report("articles", useless);
    report("views", new Error("Redis is away"));
    report("tokens", useless);
    expect(told).toEqual(["articles", "views"]);
  });

  it.each([
    ["its pooler is refused", new PoolerError("the pooler moves instants")],
    [
      "its pooler refuses options",
      raw({
        kind: "postgres",
        originalCode: "08P01",
        originalMessage: "unsupported startup parameter: options",
      }),
    ],
    ["statements are another's", raw({ kind: "postgres", originalCode: "42P05" })],
  ])("where %s it is so for everybody, and it is not away", (_, error) => {
    expect(isDatabaseUseless(error)).toBe(true);
    expect(isDatabaseLost(error)).toBe(false);
  });

  it("is told in one line where its pooler is refused", () => {
    expect(sayFault("a tick ended early", new PoolerError("the pooler moves instants"))).toEqual([
      "a tick ended early, for the pooler moves instants",
    ]);
  });

  it.each(["57014", "55P03", "25P03", "25P04"])(
    "that gave up one query is that query's fault, told in one line: %s",
    (originalCode) => {
      const error = raw({ kind: "postgres", originalCode });
      expect(databaseFault(error)).toMatch(
        /^The database gave a [^\n]+_timeout for the user of DATABASE_URL\.$/,
      );
      expect(isDatabaseUseless(error)).toBe(false);
      expect(sayFault("mailing 1 could not be planned", error)).toEqual([
        "mailing 1 could not be planned, for the database gave the query up: Raw query failed.",
      ]);
    },
  );
});

describe("work that stands apart", () => {
  const reported: unknown[] = [];
  const engine = createEngine({
    db: connect("postgresql://nobody@127.0.0.1:9/nowhere"),
    provider: resendProvider({ apiKey: "re_test", baseUrl: "http://127.0.0.1:9" }),
    frame: { appUrl: "http://posthorn.test", postalAddress: "", unsubscribeSecret: "-" },
    fromAddress: "mail@posthorn.test",
    requestsPerSecond: 1,
    report: (_, error) => reported.push(error),
  });

  it("reports a fault of its own and ends for a database that is away, which is every other's fault too", async () => {
    const own = new Error("this message cannot be rendered");
    await expect(apart(engine, "one", () => Promise.reject(own))).resolves.toBeUndefined();
    const away = raw({ kind: "DatabaseNotReachable" });
    await expect(apart(engine, "one", () => Promise.reject(away))).rejects.toBe(away);
    expect(reported).toEqual([own]);
  });
});
