import { describe, expect, it } from "vitest";
import {
  addMedia,
  addSegment,
  customise,
  emptyDraft,
  isEmpty,
  moveMedia,
  relink,
  removeMedia,
  removeSegment,
  segmentsOf,
  setAlt,
  setText,
  splitInto,
  toggleChannel,
} from "./edit";

const start = () => {
  const draft = toggleChannel(toggleChannel(emptyDraft("fr"), "c1"), "c2");
  const id = draft.segments[0]?.id ?? "";
  return { draft: setText(draft, "original", id, "Bonjour"), id };
};
const c1 = { channel: "c1" };

describe("linked and customised", () => {
  it("follows the original until it is customised", () => {
    const { draft, id } = start();
    expect(segmentsOf(draft, c1)[0]?.text).toBe("Bonjour");
    const own = setText(customise(draft, "c1"), c1, id, "Salut");
    expect(segmentsOf(own, c1)[0]?.text).toBe("Salut");
    expect(segmentsOf(own, "original")[0]?.text).toBe("Bonjour");
    expect(segmentsOf(own, { channel: "c2" })[0]?.text).toBe("Bonjour");
  });

  it("comes back to the original and keeps its options", () => {
    const { draft } = start();
    const own = customise(draft, "c1");
    expect(relink(own, "c1").variants[0]).toEqual({ channel: "c1", custom: false });
  });

  it("edits the original through a linked channel", () => {
    const { draft, id } = start();
    expect(segmentsOf(setText(draft, c1, id, "Tous"), "original")[0]?.text).toBe("Tous");
  });

  it("leaves a customised channel alone when another goes", () => {
    const { draft } = start();
    const own = toggleChannel(customise(draft, "c1"), "c2");
    expect(own.variants.map((v) => v.channel)).toEqual(["c1"]);
  });
});

describe("threads", () => {
  it("adds after, removes, and never leaves nothing", () => {
    const { draft, id } = start();
    const two = addSegment(draft, "original", id);
    expect(two.segments.map((s) => s.text)).toEqual(["Bonjour", ""]);
    const one = removeSegment(two, "original", id);
    expect(one.segments).toHaveLength(1);
    expect(removeSegment(one, "original", one.segments[0]?.id ?? "").segments).toHaveLength(1);
  });

  it("splits a text and keeps files with the first part", () => {
    const { draft, id } = start();
    const split = splitInto(addMedia(draft, "original", id, ["a1"]), "original", id, ["un", "deux"]);
    expect(split.segments.map((s) => [s.text, s.media.length])).toEqual([
      ["un", 1],
      ["deux", 0],
    ]);
    expect(new Set(split.segments.map((s) => s.id)).size).toBe(2);
  });
});

describe("files", () => {
  it("adds each once, reorders, removes", () => {
    const { draft, id } = start();
    let d = addMedia(draft, "original", id, ["a", "b", "c"]);
    expect(addMedia(d, "original", id, ["b"])).toBe(d);
    d = moveMedia(d, "original", id, 2, 0);
    expect(d.segments[0]?.media.map((m) => m.asset)).toEqual(["c", "a", "b"]);
    expect(moveMedia(d, "original", id, 0, -1)).toBe(d);
    expect(removeMedia(d, "original", id, "a").segments[0]?.media).toHaveLength(2);
  });

  it("describes a file everywhere it is shown", () => {
    const { draft, id } = start();
    const d = setAlt(customise(addMedia(draft, "original", id, ["a"]), "c1"), "a", "Un ciré jaune");
    expect(d.segments[0]?.media[0]?.alt).toBe("Un ciré jaune");
    expect(d.variants[0]?.segments?.[0]?.media[0]?.alt).toBe("Un ciré jaune");
    expect(setAlt(d, "a", "").segments[0]?.media[0]).toEqual({ asset: "a" });
  });
});

describe("isEmpty", () => {
  it("takes chosen channels alone for nothing", () => {
    expect(isEmpty(toggleChannel(emptyDraft("fr"), "c1"))).toBe(true);
    expect(isEmpty(start().draft)).toBe(false);
  });
});
