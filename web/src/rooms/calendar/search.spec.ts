import { describe, expect, it } from "vitest";
import { countFilters, filterQuery, readSearch, toggled, withFilter, withoutFilters } from "./search";

describe("readSearch", () => {
  it("keeps what it understands", () => {
    expect(
      readSearch({
        view: "week",
        date: "2026-11-24",
        zone: "Europe/Paris",
        q: " pluie ",
        channel: ["chan_2", "chan_1", "chan_2"],
        status: "approved,scheduled",
        post: "post_1",
      }),
    ).toEqual({
      view: "week",
      date: "2026-11-24",
      zone: "Europe/Paris",
      q: "pluie",
      channel: ["chan_1", "chan_2"],
      status: ["approved", "scheduled"],
      post: "post_1",
    });
  });

  it("drops what it does not", () => {
    expect(
      readSearch({
        view: "decade",
        date: "2026-02-31",
        zone: "Mars/Olympus",
        q: "  ",
        channel: [],
        status: 3,
        x: 1,
      }),
    ).toEqual({});
  });

  it("reads back what it wrote", () => {
    const search = readSearch({ view: "list", pillar: ["b", "a"], q: "7" });
    expect(readSearch(JSON.parse(JSON.stringify(search)))).toEqual(search);
  });
});

describe("filters", () => {
  it("toggles a value in and out", () => {
    const one = toggled({}, "status", "draft");
    expect(one).toEqual({ status: ["draft"] });
    expect(toggled(one, "status", "approved")).toEqual({ status: ["approved", "draft"] });
    expect(toggled(one, "status", "draft")).toEqual({});
  });

  it("leaves the rest of the address alone", () => {
    const search = withFilter({ view: "week", date: "2026-11-24", q: "x" }, "label", ["l"]);
    expect(countFilters(search)).toBe(2);
    expect(withoutFilters(search)).toEqual({ view: "week", date: "2026-11-24" });
  });

  it("asks the API for what is narrowed only", () => {
    expect(filterQuery({ view: "month", campaign: ["c1", "c2"], q: "brume" })).toEqual({
      campaign: ["c1", "c2"],
      q: "brume",
    });
  });
});
