import { expect, it } from "vitest";
import { jobControls, type JobStanding } from "@/lib/jobs/policy";

const offered = (standing: Partial<JobStanding>) => {
  const controls = jobControls({
    status: "running",
    fault: null,
    isUndo: false,
    undone: false,
    undoable: true,
    asks: false,
    unstoppable: false,
    ...standing,
  });
  return Object.entries(controls)
    .filter(([, may]) => may)
    .map(([name]) => name)
    .join(", ");
};

it.each<[string, Partial<JobStanding>]>([
  ["pause, cancel", { status: "queued" }],
  ["pause, cancel", { status: "running" }],
  ["resume, cancel", { status: "paused" }],
  ["resume, undo", { status: "failed", fault: "unexpected" }],
  ["resume", { status: "failed", fault: "unexpected", undoable: false }],
  ["undo", { status: "failed", fault: "list_gone" }],
  ["", { status: "failed", fault: "import_refused", undoable: false }],
  ["", { status: "failed", fault: "unexpected", undone: true }],
  ["undo", { status: "succeeded" }],
  ["undo", { status: "cancelled" }],
  ["", { status: "succeeded", undoable: false }],
  ["", { status: "succeeded", undone: true }],
  ["pause", { status: "running", isUndo: true }],
  ["resume", { status: "paused", isUndo: true }],
  ["cancel", { status: "paused", asks: true }],
  ["", { status: "running", unstoppable: true, undoable: false }],
  ["", { status: "succeeded", isUndo: true }],
])("people are offered %s of a job %j", (expected, standing) => {
  expect(offered(standing)).toBe(expected);
});
