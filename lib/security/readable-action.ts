/**
 * Whether the body of an action is complete and of the form that its headers say: what is cut off or garbled, Next answers
 * with 500 and several lines in the log.
 */
export async function isReadable(body: Uint8Array<ArrayBuffer>, headers: Headers): Promise<boolean> {
  const type = headers.get("content-type") ?? "";
  const isCall = headers.has("next-action");
  try {
    if (/^multipart\/form-data/i.test(type)) {
      const form = await new Response(body, { headers: { "content-type": type } }).formData();
      return !isCall || isList(form.get(ARGUMENTS));
    }
    return !isCall || !/^text\/plain/i.test(type) || isAlone(new TextDecoder().decode(body));
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return false;
    throw error;
  }
}

/** The part of a call in which React's router writes the list of its arguments. */
const ARGUMENTS = "0";
/** Strings that stand for a value which another part holds; a text that begins so has a second $ before it. */
const IN_ANOTHER_PART = /^\$(?:[@ABFKQRWXhirx]|[1-9a-f])/;

function isList(json: FormDataEntryValue | null): boolean {
  return typeof json === "string" && Array.isArray(JSON.parse(json));
}

/** A list that needs no other part, since there is none. */
function isAlone(json: string): boolean {
  let needsMore = false;
  const parsed: unknown = JSON.parse(json, (_, value: unknown) => {
    needsMore ||= typeof value === "string" && IN_ANOTHER_PART.test(value);
    return value;
  });
  return Array.isArray(parsed) && !needsMore;
}
