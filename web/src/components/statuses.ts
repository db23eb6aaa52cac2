import {
  type Icon,
  IconAlertTriangle,
  IconBulb,
  IconChecks,
  IconCircleCheck,
  IconCircleHalf2,
  IconClock,
  IconClockX,
  IconEye,
  IconHandStop,
  IconMessageExclamation,
  IconPencil,
  IconPlayerPause,
  IconSend,
  IconX,
} from "@tabler/icons-react";

/** The states of a post's card, as the API writes them. */
export const statuses = [
  "idea",
  "draft",
  "to_review",
  "changes_asked",
  "approved",
  "scheduled",
  "held",
  "publishing",
  "published",
  "partial",
  "failed",
  "needs_person",
  "missed",
  "cancelled",
] as const;

export type Status = (typeof statuses)[number];

/** How a card of the calendar stands out in this state. */
export type Edge = "plain" | "dashed" | "edge" | "wash" | "sunk" | "hatched";

/** Colour, icon and card of each state. The word is `common:status.<state>`: a state is never told by colour alone. */
export const statusLook: Record<Status, { icon: Icon; color: string; edge: Edge }> = {
  idea: { icon: IconBulb, color: "var(--pv-slate)", edge: "dashed" },
  draft: { icon: IconPencil, color: "var(--pv-slate)", edge: "dashed" },
  to_review: { icon: IconEye, color: "var(--pv-amber)", edge: "edge" },
  changes_asked: { icon: IconMessageExclamation, color: "var(--pv-orange)", edge: "edge" },
  approved: { icon: IconCircleCheck, color: "var(--pv-teal)", edge: "plain" },
  scheduled: { icon: IconClock, color: "var(--pv-accent)", edge: "plain" },
  held: { icon: IconPlayerPause, color: "var(--pv-ink-2)", edge: "hatched" },
  publishing: { icon: IconSend, color: "var(--pv-sky)", edge: "plain" },
  published: { icon: IconChecks, color: "var(--pv-green)", edge: "sunk" },
  partial: { icon: IconCircleHalf2, color: "var(--pv-orange)", edge: "wash" },
  failed: { icon: IconAlertTriangle, color: "var(--pv-red)", edge: "wash" },
  needs_person: { icon: IconHandStop, color: "var(--pv-plum)", edge: "wash" },
  missed: { icon: IconClockX, color: "var(--pv-red)", edge: "edge" },
  cancelled: { icon: IconX, color: "var(--pv-ink-3)", edge: "sunk" },
};

/** The look of a state, also for one this build does not know yet. */
export function lookOf(status: string) {
  return statusLook[status as Status] ?? statusLook.draft;
}
