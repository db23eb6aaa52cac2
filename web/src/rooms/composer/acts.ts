/** What a person can do with the post they are writing. */
export type Act = "save" | "review" | "schedule" | "now";

export interface Situation {
  status: string;
  /** What the person's role grants. */
  may: (permission: string) => boolean;
  /** Somebody must approve before a post leaves. */
  approvalNeeded: boolean;
  /** The person may approve this post themselves. */
  mayApprove: boolean;
  dated: boolean;
}

const out = new Set(["publishing", "published", "partial", "needs_person"]);

/** A post that has left is no longer written in. */
export function isOut(status: string): boolean {
  return out.has(status);
}

/**
 * What to offer, the most likely first: without the right to approve, sending to
 * review; with it, scheduling when there is a date, else publishing now.
 */
export function actsFor({ status, may, approvalNeeded, mayApprove, dated }: Situation): Act[] {
  if (!may("post.write") || isOut(status)) return [];
  const schedules = may("post.schedule");
  const cleared = !approvalNeeded || mayApprove || status === "approved";
  const acts: Act[] = [];
  if (!cleared && status !== "to_review") acts.push("review");
  if (schedules && cleared && dated && status !== "scheduled") acts.push("schedule");
  if (schedules && cleared) acts.push("now");
  if (schedules && !cleared && dated) acts.push("schedule");
  if (
    cleared &&
    approvalNeeded &&
    status !== "to_review" &&
    status !== "approved" &&
    status !== "scheduled"
  ) {
    acts.push("review");
  }
  return [...acts, "save"];
}
