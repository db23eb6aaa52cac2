import { describe, expect, it } from "vitest";
import { begin, record, redo, replace, undo } from "./undo";

describe("the trail", () => {
  it("takes typing without a pause as one step", () => {
    let trail = begin("");
    trail = record(trail, "a", "text", 1000);
    trail = record(trail, "ab", "text", 1200);
    trail = record(trail, "abc", "text", 4000);
    expect(undo(trail).present).toBe("ab");
    expect(undo(undo(trail)).present).toBe("");
  });

  it("begins a step when another thing is touched", () => {
    let trail = record(begin("0"), "1", "text", 1000);
    trail = record(trail, "2", "date", 1100);
    expect(undo(trail).present).toBe("1");
  });

  it("undoes and redoes to the ends and no further", () => {
    const trail = record(begin("a"), "b", "x", 0);
    expect(redo(undo(trail)).present).toBe("b");
    expect(undo(undo(trail)).present).toBe("a");
    expect(redo(trail)).toBe(trail);
  });

  it("forgets the future once something new is written", () => {
    const trail = record(undo(record(begin("a"), "b", "x", 0)), "c", "x", 10);
    expect(trail.future).toEqual([]);
    expect(undo(trail).present).toBe("a");
  });

  it("can undo what came from elsewhere", () => {
    const trail = replace(record(begin("a"), "b", "text", 0), "theirs");
    expect(undo(trail).present).toBe("b");
  });

  it("records nothing when nothing changed", () => {
    const trail = begin("a");
    expect(record(trail, "a", "text", 0)).toBe(trail);
  });
});
