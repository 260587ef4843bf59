/**
 * Whether the body of an action is complete and of the form that its headers say: what is cut off or garbled, Next answers
 * with 500 and several lines in the log.
 */
export async function isReadable(body: Uint8Array<ArrayBuffer>, headers: Headers): Promise<boolean> {
  const type = headers.get("content-type") ?? "";
  try {
    if (/^multipart\/form-data/i.test(type)) {
      await new Response(body, { headers: { "content-type": type } }).formData();
    } else if (headers.has("next-action") && /^text\/plain/i.test(type)) {
      JSON.parse(new TextDecoder().decode(body));
    }
    return true;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return false;
    throw error;
  }
}
