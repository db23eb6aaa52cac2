import { describe, expect, it } from "vitest";
import { actsFor, type Situation } from "./acts";

const everything = () => true;
const acts = (over: Partial<Situation>) =>
  actsFor({
    status: "draft",
    may: everything,
    approvalNeeded: true,
    mayApprove: false,
    dated: true,
    ...over,
  });

describe("actsFor", () => {
  it("sends to review first where somebody else must approve", () => {
    expect(acts({})).toEqual(["review", "schedule", "save"]);
    expect(acts({ dated: false })).toEqual(["review", "save"]);
  });

  it("schedules first for who may approve, or where nobody must", () => {
    expect(acts({ mayApprove: true })).toEqual(["schedule", "now", "review", "save"]);
    expect(acts({ approvalNeeded: false })).toEqual(["schedule", "now", "save"]);
    expect(acts({ approvalNeeded: false, dated: false })).toEqual(["now", "save"]);
  });

  it("lets an approved post leave", () => {
    expect(acts({ status: "approved" })).toEqual(["schedule", "now", "save"]);
  });

  it("does not ask twice for a review, nor schedule what is scheduled", () => {
    expect(acts({ status: "to_review" })).toEqual(["schedule", "save"]);
    expect(acts({ status: "scheduled", mayApprove: true })).toEqual(["now", "save"]);
  });

  it("offers nothing to who may not write, nor for what has left", () => {
    expect(acts({ may: () => false })).toEqual([]);
    expect(acts({ status: "published" })).toEqual([]);
    expect(acts({ may: (p) => p === "post.write" })).toEqual(["review", "save"]);
  });
});
