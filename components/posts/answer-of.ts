import { unstable_rethrow } from "next/navigation";

/**
 * What an action answers with: the code of a refusal, null when done. Where nobody answers, or what answers is no
 * action (another build is served), that is a refusal too: the page stays, and what was typed.
 */
export async function answerOf(action: () => Promise<string | null>): Promise<string | null> {
  try {
    return await action();
  } catch (error) {
    // An action that leads to another page says so by throwing.
    unstable_rethrow(error);
    console.warn("No answer came.", error);
    return "unreachable";
  }
}
