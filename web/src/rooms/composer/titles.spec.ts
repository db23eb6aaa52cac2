import { describe, expect, it } from "vitest";
import type { Limits } from "@/queries/channels";
import { customise, emptyDraft, toggleChannel, variantOf } from "./edit";
import type { Limited } from "./rules";
import { countTitle, relinkTitled, setTitle, titledChannels, titleOf, toggleTitled } from "./titles";

const channel = (id: string, titles: boolean, maxTitle: number): Limited => ({
  id,
  network: "page",
  name: id,
  handle: "",
  health: "ok",
  held: false,
  limits: { titles, text: { max: 0, unit: "graphemes", urlCost: 0, maxTitle } } as Limits,
});
const channels = [channel("page", true, 10), channel("hook", true, 0), channel("plain", false, 0)];
const base = ["page", "hook", "plain"].reduce(toggleChannel, emptyDraft("fr"));

describe("headlines", () => {
  it("writes the headline of every channel that follows the original and shows one", () => {
    const draft = setTitle(base, "original", channels, "Cirés");
    expect(draft.variants.map((variant) => variant.title)).toEqual(["Cirés", "Cirés", undefined]);
    expect(titleOf("original", draft, channels)).toBe("Cirés");
  });

  it("leaves an adapted channel its own", () => {
    const custom = customise(setTitle(base, "original", channels, "Cirés"), "hook");
    const draft = setTitle(custom, "original", channels, "Bottes");
    expect(variantOf(draft, "hook")?.title).toBe("Cirés");
    expect(titleOf({ channel: "hook" }, draft, channels)).toBe("Cirés");
    expect(titledChannels("original", draft, channels).map(({ id }) => id)).toEqual(["page"]);
  });

  it("says so when several differ", () => {
    const draft = setTitle(base, { channel: "hook" }, channels, "Autre");
    expect(titleOf("original", draft, channels)).toBeUndefined();
  });

  it("gives the headline to a channel that joins, or comes back", () => {
    const draft = setTitle(toggleChannel(base, "hook"), "original", channels, "Cirés");
    expect(variantOf(toggleTitled(draft, "hook", channels), "hook")?.title).toBe("Cirés");
    const own = setTitle(
      customise(toggleTitled(draft, "hook", channels), "hook"),
      { channel: "hook" },
      channels,
      "À part",
    );
    expect(variantOf(relinkTitled(own, "hook", channels), "hook")?.title).toBe("Cirés");
  });

  it("keeps the headline of the only channel that shows one", () => {
    const only = setTitle(customise(base, "page"), { channel: "page" }, [channel("page", true, 10)], "Seul");
    expect(variantOf(relinkTitled(only, "page", [channel("page", true, 10)]), "page")?.title).toBe("Seul");
  });

  it("holds it to the strictest limit", () => {
    expect(countTitle("Onze signes", channels)).toMatchObject({ used: 11, max: 10, level: "over" });
    expect(countTitle("Onze signes", [channel("hook", true, 0)]).max).toBe(0);
  });
});
