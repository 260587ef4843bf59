import { Fragment } from "react";

/** A text whose email addresses break after a dot or their @ where a line is too short, and not within a word. */
export function Breakable({ children }: { children: string }) {
  if (!children.includes("@")) return children;
  return children.split(/(?<=[@.])(?=\S)/).map((part, index) => (
    // The parts of one text stay in their places.
    <Fragment key={`${index} ${part}`}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
