import type { RefusalCode } from "@/lib/actions/state";

/** After the last key. */
const QUIET_MS = 1_200;
/** While somebody types without a pause. */
const LONGEST_MS = 8_000;
/** After a try that failed. */
const AGAIN_MS = 10_000;

export type AutosaveState =
  | { status: "idle" }
  | { status: "saving" }
  /** Milliseconds since 1970. */
  | { status: "kept" | "saved"; at: number }
  | { status: "failed"; code: RefusalCode };

/** Keeps a text, or with null deletes what was kept; why not, if not. Never throws. */
type Send = (text: string | null) => Promise<{ ok: true; at: number } | { ok: false; code: RefusalCode }>;

export interface Autosaver {
  /** What is typed by now and not saved; null for nothing. */
  typed: (text: string | null) => void;
  /** Sends at once what waits, as when somebody leaves the tab or the connection is back. */
  flush: () => void;
  /** It is saved, or discarded: nothing is kept any more. */
  settle: (at: number | null) => void;
  /** Nothing is sent while it is held, as while a save is waited for. */
  hold: (isHeld: boolean) => void;
  /** The page is left: what waits is sent, and not tried again. */
  leave: () => void;
}

/**
 * Sends what is typed once it rests, one text at a time, the newest; what failed again, until it is kept.
 * @param opened what the server has of it already, null for nothing, and since when
 */
export function autosaver(
  send: Send,
  tell: (state: AutosaveState) => void,
  opened: { text: string | null; at: number },
): Autosaver {
  let [newest, kept, keptAt] = [opened.text, opened.text, opened.at];
  let timer: ReturnType<typeof setTimeout> | null = null;
  let since: number | null = null;
  let [isSending, isHeld, isLeft, isFailed] = [false, false, false, false];
  // Counts what is settled: an answer to a text from before says nothing.
  let round = 0;

  function rest(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }

  function wait(delay: number): void {
    rest();
    if (!isLeft) timer = setTimeout(() => void go(), delay);
  }

  async function go(): Promise<void> {
    rest();
    if (isSending || isHeld || newest === kept) return;
    const [text, sentIn] = [newest, round];
    isSending = true;
    since = null;
    const answer = await send(text);
    isSending = false;
    if (sentIn === round) {
      if (answer.ok) [kept, keptAt] = [text, answer.at];
      isFailed = !answer.ok;
      // Typed meanwhile, it is not kept as it is.
      if (!answer.ok || newest === kept) tell(told(answer, text));
      if (!answer.ok) wait(AGAIN_MS);
      else if (newest !== kept) wait(QUIET_MS);
    } else if (newest !== kept) wait(QUIET_MS);
  }

  return {
    typed(text) {
      isLeft = false;
      if (text === newest) return;
      newest = text;
      if (newest === kept && !isSending) {
        rest();
        [since, isFailed] = [null, false];
        tell(kept === null ? { status: "idle" } : { status: "kept", at: keptAt });
        return;
      }
      // What has failed is said until it is kept.
      if (!isFailed) tell({ status: "saving" });
      since ??= Date.now();
      wait(Math.max(0, Math.min(QUIET_MS, since + LONGEST_MS - Date.now())));
    },
    flush: () => void go(),
    settle(at) {
      round += 1;
      rest();
      [since, kept, newest, isFailed] = [null, null, null, false];
      tell(at === null ? { status: "idle" } : { status: "saved", at });
    },
    hold(held) {
      isHeld = held;
      if (!held && newest !== kept) wait(QUIET_MS);
    },
    leave() {
      void go();
      isLeft = true;
    },
  };
}

function told(answer: Awaited<ReturnType<Send>>, text: string | null): AutosaveState {
  if (!answer.ok) return { status: "failed", code: answer.code };
  return text === null ? { status: "idle" } : { status: "kept", at: answer.at };
}
