import { describe, expect, it } from "vitest";
import { walk } from "./walk";

const stops = [
  { id: "mon-8", day: 0, minute: 480 },
  { id: "mon-18", day: 0, minute: 1080 },
  { id: "wed-9", day: 2, minute: 540 },
  { id: "wed-17", day: 2, minute: 1020 },
];

describe("walk", () => {
  it("follows time up and down, across days", () => {
    expect(walk(stops, "mon-18", "ArrowDown")).toBe("wed-9");
    expect(walk(stops, "wed-9", "ArrowUp")).toBe("mon-18");
  });
  it("goes sideways to the closest hour of the next day that has cards", () => {
    expect(walk(stops, "mon-18", "ArrowRight")).toBe("wed-17");
    expect(walk(stops, "wed-9", "ArrowLeft")).toBe("mon-8");
  });
  it("stops at the edges and starts at the first card", () => {
    expect(walk(stops, "mon-8", "ArrowUp")).toBeUndefined();
    expect(walk(stops, "wed-17", "ArrowRight")).toBeUndefined();
    expect(walk(stops, "gone", "ArrowDown")).toBe("mon-8");
    expect(walk([], "gone", "ArrowDown")).toBeUndefined();
  });
});
