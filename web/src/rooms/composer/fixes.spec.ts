import { describe, expect, it } from "vitest";
import type { Line } from "@/queries/editorial";
import { addMedia, customise, emptyDraft, setText, toggleChannel } from "./edit";
import { type Repair, repairOf } from "./fixes";

const base = toggleChannel(emptyDraft("fr"), "c1");
const id = base.segments[0]?.id ?? "";
const line = (fix: Line["fix"], over: Partial<Line> = {}): Line => ({
  severity: "blocking",
  code: "preflight.x",
  args: {},
  channel: "",
  segment: id,
  asset: "",
  fix,
  ...over,
});
const applied = (repair: Repair | undefined, draft = base) =>
  repair?.kind === "edit" ? repair.change(draft) : draft;

describe("repairOf", () => {
  it("replaces a word of the charter, whole and with its capital", () => {
    const draft = setText(base, "original", id, "Pas cher, pas chers. Un ciré pas cher !");
    const repair = repairOf(line({ kind: "replace_word", text: "pas cher", with: "durable" }), draft);
    expect(applied(repair, draft).segments[0]?.text).toBe("Durable, pas chers. Un ciré durable !");
  });

  it("brings to the headline that is too long", () => {
    const shorten = line({ kind: "shorten" }, { code: "preflight.title_too_long", channel: "c1" });
    expect(repairOf(shorten, base)).toEqual({ kind: "title", target: "original" });
    const own = customise(base, "c1");
    expect(repairOf(shorten, own)).toEqual({ kind: "title", target: { channel: "c1" } });
  });

  it("brings to the text when the charter suggests nothing", () => {
    expect(repairOf(line({ kind: "replace_word", text: "x", with: "" }), base)?.kind).toBe("text");
  });

  it("takes out the files past what the network takes, or the one at fault", () => {
    const draft = addMedia(base, "original", id, ["a", "b", "c"]);
    const many = repairOf(line({ kind: "remove_media" }, { args: { max: "2" } }), draft);
    expect(applied(many, draft).segments[0]?.media.map((m) => m.asset)).toEqual(["a", "b"]);
    const one = repairOf(line({ kind: "remove_media" }, { asset: "b" }), draft);
    expect(applied(one, draft).segments[0]?.media.map((m) => m.asset)).toEqual(["a", "c"]);
  });

  it("mends a channel's own words where it has some, the original where it follows", () => {
    const shorten = line({ kind: "shorten" }, { channel: "c1" });
    expect(repairOf(shorten, base)).toMatchObject({ target: "original" });
    expect(repairOf(shorten, customise(base, "c1"))).toMatchObject({ target: { channel: "c1" } });
  });

  it("finds the file to describe where only a channel shows it", () => {
    const draft = addMedia(customise(base, "c1"), { channel: "c1" }, id, ["a"]);
    expect(repairOf(line({ kind: "describe_image" }, { asset: "a" }), draft)).toEqual({
      kind: "describe",
      target: { channel: "c1" },
      asset: "a",
    });
  });

  it("removes a channel that is gone and knows nothing of what it does not know", () => {
    const gone = repairOf(line({ kind: "remove_channel" }, { channel: "c1" }), base);
    expect(applied(gone).variants).toEqual([]);
    expect(repairOf(line(undefined), base)).toBeUndefined();
  });
});
