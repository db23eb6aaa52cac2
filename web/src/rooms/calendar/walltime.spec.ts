import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import {
  isPast,
  minuteOf,
  offsetOf,
  reopens,
  resolveWall,
  toDay,
  toMinute,
  wallOf,
  wallText,
} from "./walltime";

const wall = (text: string) => Temporal.PlainDateTime.from(text);
const at = (text: string) => Temporal.Instant.from(text);
const paris = "Europe/Paris";

describe("resolveWall", () => {
  it("takes an ordinary hour as it is", () => {
    const r = resolveWall(wall("2026-11-24T18:15"), paris);
    expect(r.fit).toBe("plain");
    expect(r.instant.toString()).toBe("2026-11-24T17:15:00Z");
  });

  it("moves an hour that does not exist forward", () => {
    const r = resolveWall(wall("2026-03-29T02:30"), paris);
    expect(r.fit).toBe("gap");
    expect(wallText(r.wall)).toBe("2026-03-29T03:30");
    expect(r.instant.toString()).toBe("2026-03-29T01:30:00Z");
  });

  it("takes the first of an hour that comes twice", () => {
    const r = resolveWall(wall("2026-10-25T02:30"), paris);
    expect(r.fit).toBe("fold");
    expect(r.instant.toString()).toBe("2026-10-25T00:30:00Z");
  });

  it("knows a gap of half an hour", () => {
    const r = resolveWall(wall("2026-10-04T02:10"), "Australia/Lord_Howe");
    expect(r.fit).toBe("gap");
    expect(wallText(r.wall)).toBe("2026-10-04T02:40");
  });

  it("agrees with wallOf outside of folds", () => {
    for (let hour = 0; hour < 24; hour++) {
      const r = resolveWall(wall("2026-03-29T00:00").add({ hours: hour }), paris);
      expect(wallOf(r.instant, paris).equals(r.wall)).toBe(true);
    }
  });
});

describe("moving a card", () => {
  it("keeps its hour on another day, across a change of clocks", () => {
    const moved = toDay(wall("2026-10-24T18:15"), Temporal.PlainDate.from("2026-10-26"));
    expect(wallText(moved)).toBe("2026-10-26T18:15");
    expect(resolveWall(moved, paris).instant.toString()).toBe("2026-10-26T17:15:00Z");
  });

  it("snaps to a quarter and stays inside the day", () => {
    const day = Temporal.PlainDate.from("2026-11-24");
    expect(wallText(toMinute(day, 1107))).toBe("2026-11-24T18:30");
    expect(wallText(toMinute(day, 1102))).toBe("2026-11-24T18:15");
    expect(wallText(toMinute(day, -40))).toBe("2026-11-24T00:00");
    expect(wallText(toMinute(day, 5000))).toBe("2026-11-24T23:45");
    expect(minuteOf(wall("2026-11-24T18:15"))).toBe(1095);
  });
});

describe("isPast", () => {
  const now = at("2026-11-24T10:00:00Z");
  it("refuses the past and the half minute that is about to be", () => {
    expect(isPast(at("2026-11-24T09:59:00Z"), now)).toBe(true);
    expect(isPast(at("2026-11-24T10:00:20Z"), now)).toBe(true);
    expect(isPast(at("2026-11-24T10:01:00Z"), now)).toBe(false);
  });
});

describe("reopens", () => {
  const from = at("2026-11-24T17:15:00Z");
  it("reads the same day on the clock of the zone", () => {
    expect(reopens(from, at("2026-11-24T22:30:00Z"), paris, "same_day")).toBe(false);
    expect(reopens(from, at("2026-11-24T23:30:00Z"), paris, "same_day")).toBe(true);
  });
  it("counts minutes where the policy gives some", () => {
    expect(reopens(from, at("2026-11-24T18:15:00Z"), paris, 60)).toBe(false);
    expect(reopens(from, at("2026-11-24T18:16:00Z"), paris, 60)).toBe(true);
  });
  it("knows none and any", () => {
    expect(reopens(from, from, paris, "none")).toBe(false);
    expect(reopens(from, at("2026-11-24T17:16:00Z"), paris, "none")).toBe(true);
    expect(reopens(from, at("2027-11-24T17:16:00Z"), paris, "any")).toBe(false);
  });
});

describe("offsetOf", () => {
  it("names the offset and the change ahead", () => {
    const o = offsetOf(paris, at("2026-10-19T00:00:00Z"), at("2026-10-26T00:00:00Z"));
    expect(o.label).toBe("UTC+2");
    expect(o.change).toMatchObject({ forward: false, minutes: 60 });
    expect(o.change?.at.toString()).toBe("2026-10-25T01:00:00Z");
  });
  it("is silent when nothing changes, and writes odd offsets", () => {
    expect(offsetOf("America/St_Johns", at("2026-12-01T00:00:00Z"), at("2026-12-08T00:00:00Z"))).toEqual({
      label: "UTC\u22123:30",
    });
    expect(offsetOf("UTC", at("2026-12-01T00:00:00Z"), at("2026-12-08T00:00:00Z")).label).toBe("UTC");
  });
});
