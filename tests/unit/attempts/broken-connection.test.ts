import { expect, test } from "vitest";
import { answerInFile, isBrokenConnection } from "@/lib/attempts/broken-connection";

test("an error of the connection is not shown as if the server had said it, and what it said is", () => {
  const broken = ["read ECONNRESET", "connect ECONNREFUSED 127.0.0.1:1", "socket hang up", "no connection"];
  expect(broken.filter((one) => !isBrokenConnection(one))).toEqual([]);
  const answers = ["HTTP 503 connection pool is empty", "HTTP 200", "the answer could not be written down"];
  expect(answers.filter((one) => isBrokenConnection(one))).toEqual([]);
});

test("a file says of a broken connection that there was no answer, and quotes what a server said", () => {
  expect(answerInFile("read ECONNRESET")).toBe("no answer, the connection broke: read ECONNRESET");
  expect(answerInFile("HTTP 503 socket closed")).toBe("HTTP 503 socket closed");
  expect(answerInFile(null)).toBe("");
});
