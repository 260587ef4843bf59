import type { ServerResponse } from "node:http";

/**
 * Has `watch` end an answer in place of whoever ends it. Next's compression wraps `end` too, and sends the headers before
 * it calls what it wrapped: this comes first, and `end` of `watch` is what was wrapped, or the wrapper.
 */
export function watchEnd(
  response: ServerResponse,
  watch: (args: unknown[], end: (args: unknown[]) => unknown) => unknown,
): void {
  const original = response.end;
  let wrapped: unknown;
  const first = (...args: unknown[]): unknown =>
    watch(args, (passed) => call(wrapped ?? original, response, passed));
  // What a wrapper finds in the place, and calls at its own end.
  const found = (...args: unknown[]): unknown =>
    wrapped === undefined ? first(...args) : call(original, response, args);
  const place = { configurable: true, enumerable: true };
  Object.defineProperty(response, "end", {
    ...place,
    get: () => (wrapped === undefined ? found : first),
    set: (wrapper: unknown) => {
      if (wrapped === undefined) wrapped = wrapper;
      else Object.defineProperty(response, "end", { ...place, writable: true, value: wrapper });
    },
  });
}

function call(end: unknown, response: ServerResponse, args: unknown[]): unknown {
  if (typeof end !== "function") throw new TypeError("The end of an answer is a function.");
  return Reflect.apply(end, response, args);
}
