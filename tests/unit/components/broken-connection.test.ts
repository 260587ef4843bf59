import { expect, test } from "vitest";
import { isBrokenConnection } from "@/components/attempts/broken-connection";

test("an error of the connection is not shown as if the server had said it, and what it said is", () => {
  const broken = ["read ECONNRESET", "connect ECONNREFUSED 127.0.0.1:1", "socket hang up", "no connection"];
  expect(broken.filter((one) => !isBrokenConnection(one))).toEqual([]);
  const answers = ["HTTP 503 connection pool is empty", "HTTP 200", "the answer could not be written down"];
  expect(answers.filter((one) => isBrokenConnection(one))).toEqual([]);
});
