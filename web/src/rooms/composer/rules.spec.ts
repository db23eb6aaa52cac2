import { describe, expect, it } from "vitest";
import type { Limits } from "@/queries/channels";
import { customise, emptyDraft, setText, toggleChannel } from "./edit";
import { abilities, countTarget, type Limited, tightRule } from "./rules";

const limits = (max: number, over: Partial<Limits> = {}) =>
  ({
    text: { max, unit: "graphemes", urlCost: 0, maxTitle: 0 },
    media: { images: 4, videos: 1 },
    threads: false,
    linkCards: false,
    titles: false,
    ...over,
  }) as Limits;
const channel = (id: string, max: number, over?: Partial<Limits>): Limited => ({
  id,
  network: "page",
  name: id,
  handle: "",
  health: "ok",
  held: false,
  limits: limits(max, over),
});

const base = toggleChannel(toggleChannel(emptyDraft("fr"), "short"), "long");
const id = base.segments[0]?.id ?? "";
const channels = [channel("short", 10), channel("long", 100, { threads: true, linkCards: true })];

describe("counting", () => {
  it("holds the original to the strictest channel that follows it", () => {
    const draft = setText(base, "original", id, "x".repeat(12));
    expect(countTarget("original", draft, channels)).toMatchObject({ used: 12, max: 10, level: "over" });
    expect(countTarget({ channel: "long" }, draft, channels)).toMatchObject({ max: 100, level: "calm" });
  });

  it("forgets the limit of a channel with words of its own", () => {
    const draft = customise(setText(base, "original", id, "x".repeat(12)), "short");
    expect(countTarget("original", draft, channels)).toMatchObject({ max: 100, level: "calm" });
  });

  it("has no limit without channels", () => {
    expect(countTarget("original", emptyDraft("fr"), channels)).toMatchObject({
      used: 0,
      max: 0,
      level: "calm",
    });
  });

  it("splits by the tightest rule", () => {
    expect(tightRule("original", base, channels).max).toBe(10);
  });
});

describe("abilities", () => {
  it("offers what some channel can do and limits by the tightest", () => {
    expect(abilities("original", base, channels)).toEqual({ threads: true, linkCards: true, mostMedia: 4 });
    expect(abilities({ channel: "short" }, base, channels)).toMatchObject({ threads: false });
  });
});
