import type { Tone } from "@/components/ui/status-chip";
import type { DeliveryStatus } from "@/lib/attempts/delivery-status";
import type { AttemptStatus, MailingStatus } from "@/lib/mailings/status";

export const mailingTones: Record<MailingStatus, Tone> = {
  created: "neutral",
  running: "busy",
  finished: "neutral",
};

export const attemptTones: Record<AttemptStatus, Tone> = {
  planning: "busy",
  sending: "busy",
  succeeded: "good",
  partly_failed: "careful",
  failed: "bad",
  stopped: "careful",
  cancelled: "neutral",
  missed: "careful",
};

export const deliveryTones: Record<DeliveryStatus, Tone> = {
  pending: "busy",
  accepted: "good",
  rejected: "bad",
  skipped: "neutral",
  cancelled: "neutral",
  uncertain: "careful",
};
