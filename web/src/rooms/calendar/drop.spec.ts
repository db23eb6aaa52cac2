import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { judgeDrop, mayMove } from "./drop";

const zone = "Europe/Paris";
const now = Temporal.Instant.from("2026-11-24T09:42:00Z");
const at = Temporal.Instant.from("2026-11-24T17:15:00Z");
const wall = (text: string) => Temporal.PlainDateTime.from(text);

describe("judgeDrop", () => {
  it("refuses the past, for a copy too", () => {
    expect(
      judgeDrop({ status: "draft", at }, wall("2026-11-24T09:00"), zone, now, "same_day", false).refusal,
    ).toBe("past");
    expect(
      judgeDrop({ status: "draft", at }, wall("2026-11-24T09:00"), zone, now, "same_day", true).refusal,
    ).toBe("past");
  });

  it("lets what went out be copied, not moved", () => {
    const published = { status: "published", at };
    expect(judgeDrop(published, wall("2026-11-26T19:15"), zone, now, "same_day", false).refusal).toBe("gone");
    expect(
      judgeDrop(published, wall("2026-11-26T19:15"), zone, now, "same_day", true).refusal,
    ).toBeUndefined();
    expect(["publishing", "needs_person", "cancelled"].some(mayMove)).toBe(false);
  });

  it("re-opens an approval beyond the margin, and only an approval", () => {
    const there = wall("2026-11-26T19:15");
    expect(judgeDrop({ status: "approved", at }, there, zone, now, "same_day", false).reopens).toBe(true);
    expect(
      judgeDrop({ status: "scheduled", at }, wall("2026-11-24T21:00"), zone, now, "same_day", false).reopens,
    ).toBe(false);
    expect(judgeDrop({ status: "draft", at }, there, zone, now, "same_day", false).reopens).toBe(false);
  });

  it("says that nothing moved, and that an hour does not exist", () => {
    expect(
      judgeDrop({ status: "draft", at }, wall("2026-11-24T18:15"), zone, now, "any", false).refusal,
    ).toBe("same");
    const gap = judgeDrop({ status: "draft", at }, wall("2027-03-28T02:30"), zone, now, "any", false);
    expect(gap).toMatchObject({ fit: "gap" });
    expect(gap.wall.toString()).toBe("2027-03-28T03:30:00");
  });
});
