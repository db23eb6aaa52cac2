import { describe, expect, it } from "vitest";
import type { ReviewItem } from "@/queries/governance";
import { nextAfter, queued } from "./queue";

const item = (id: string, due: string | null, requestedAt = "2026-11-20T08:00:00Z") =>
  ({ id, due, requestedAt }) as ReviewItem;

describe("queued", () => {
  it("puts what leaves first at the top and the undated last", () => {
    const list = [item("c", null), item("b", "2026-11-26T08:00:00Z"), item("a", "2026-11-24T17:15:00Z")];
    expect(queued(list).map((one) => one.id)).toEqual(["a", "b", "c"]);
  });

  it("then follows the order of asking", () => {
    const list = [item("b", null, "2026-11-21T08:00:00Z"), item("a", null)];
    expect(queued(list).map((one) => one.id)).toEqual(["a", "b"]);
  });
});

describe("nextAfter", () => {
  const list = [item("a", null), item("b", null), item("c", null)];
  it("goes down, then up, then nowhere", () => {
    expect(nextAfter(list, "a")).toBe("b");
    expect(nextAfter(list, "c")).toBe("b");
    expect(nextAfter([item("a", null)], "a")).toBeUndefined();
    expect(nextAfter(list, "gone")).toBe("a");
  });
});
