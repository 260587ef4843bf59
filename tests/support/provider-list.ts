import { courseOf, type Fault } from "./provider-faults";
import type { ProviderRequest } from "./provider-record";
import { errorAnswer, jsonAnswer, type Answer } from "./provider-wire";

const PATH = "/suppressions/";

/**
 * Takes an address off the provider's own list, or answers as scripted. Null for a request that is about something else, and
 * where the provider has no such list.
 */
export function answerOfList(
  list: Set<string> | null,
  { path, method }: ProviderRequest,
  script: Fault[],
): Answer | null {
  if (list === null || method !== "DELETE" || !path.startsWith(PATH)) return null;
  const fault = script.shift();
  const course = fault === undefined ? null : courseOf(fault);
  if (course !== null && !course.takes && course.wire.how === "whole") return course.wire.answer;
  const address = decodeURIComponent(path.slice(PATH.length));
  if (!list.delete(address)) return errorAnswer(404, "not_found", "Suppression not found");
  return jsonAnswer(200, { object: "suppression", id: address, deleted: true });
}
