import { describe, expect, it } from "vitest";
import { boundedText } from "@/lib/security/bounded-text";

/** A body of so many parts that tells no length; `read` counts those that were asked for. */
function streamed(part: Uint8Array, parts: number) {
  const state = { read: 0 };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (state.read === parts) {
          controller.close();
          return;
        }
        state.read += 1;
        controller.enqueue(part);
      },
    },
    { highWaterMark: 0 },
  );
  // Node asks for duplex with a streamed body; the DOM's type does not know it.
  const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
  return { state, request: new Request("http://posthorn.test/", init) };
}

describe("a body that is read up to a bound", () => {
  it("comes whole when it is as long as the bound, letters cut between two parts included", async () => {
    const word = new TextEncoder().encode("ж");
    const halves = [word.slice(0, 1), word.slice(1)];
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const half of halves) controller.enqueue(half);
        controller.close();
      },
    });
    const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
    expect(await boundedText(new Request("http://posthorn.test/", init), 2)).toBe("ж");
    expect(await boundedText(new Request("http://posthorn.test/", { method: "POST" }), 2)).toBe("");
  });

  it("is not read to its end when it is longer and tells no length", async () => {
    const { state, request } = streamed(new Uint8Array(1_000), 1_000_000);
    expect(await boundedText(request, 10_000)).toBeNull();
    expect(state.read).toBeLessThan(20);
  });

  it("is not read at all when it tells that it is longer", async () => {
    const headers = { "Content-Length": "10001" };
    const request = new Request("http://posthorn.test/", { method: "POST", body: "a", headers });
    expect(await boundedText(request, 10_000)).toBeNull();
  });
});
