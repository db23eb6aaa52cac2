import { describe, expect, it } from "vitest";
import { emptyDraft, setText } from "./edit";
import { land, patchOf } from "./saving";

const base = emptyDraft("fr");
const id = base.segments[0]?.id ?? "";
const typed = (text: string) => setText(base, "original", id, text);

describe("patchOf", () => {
  it("sends what changed and nothing when nothing did", () => {
    expect(patchOf(base, structuredClone(base))).toBeUndefined();
    expect(Object.keys(patchOf(base, { ...typed("Bonjour"), late: 60 }) ?? {}).sort()).toEqual([
      "late",
      "segments",
    ]);
  });
});

describe("land", () => {
  it("keeps what was typed while the save travelled", () => {
    const sent = typed("Bonjour");
    const landed = land(sent, typed("Bonjour à tous"), sent, 2);
    expect(landed.screen.segments[0]?.text).toBe("Bonjour à tous");
    expect(landed.shelf).toEqual({ version: 2, kept: sent });
    expect(landed.clashes).toEqual([]);
  });

  it("takes what somebody else changed elsewhere", () => {
    const sent = typed("Bonjour");
    const landed = land(sent, sent, { ...sent, title: "Accueil" }, 3);
    expect(landed.screen).toEqual({ ...sent, title: "Accueil" });
  });

  it("hands back what both wrote at one place", () => {
    const landed = land(base, typed("À moi"), typed("À elle"), 2);
    expect(landed.screen.segments[0]?.text).toBe("À moi");
    expect(landed.clashes).toEqual([{ path: "segments.0.text", mine: "À moi", theirs: "À elle" }]);
  });

  it("gives the same object when nothing moved on screen", () => {
    const screen = typed("x");
    expect(land(base, screen, base, 1).screen).toBe(screen);
  });
});
