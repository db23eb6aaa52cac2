import { describe, expect, it } from "vitest";
import { formatFor } from "./format";

const fr = formatFor("fr", "Europe/Paris");
const en = formatFor("en", "Europe/Paris");
const at = "2026-11-24T17:15:00Z"; // 18:15 in Paris

describe("numbers", () => {
  it.each([
    [fr.number(418300), "418\u00A0300"],
    [en.number(418300), "418,300"],
    [fr.number(-9), "\u22129"],
    [fr.number(5.5, 1), "5,5"],
    [fr.short(418_300), "418\u00A0k"],
    [fr.short(1_240_000), "1,2\u00A0M"],
    [fr.short(999_600), "1\u00A0M"],
    [fr.short(940), "940"],
    [fr.percent(0.34), "34\u00A0%"],
    [en.percent(0.34), "34%"],
    [fr.delta(-9, "%"), "\u2212\u00A09\u00A0%"],
    [fr.delta(22, "%"), "+\u00A022\u00A0%"],
    [fr.money(14260), "14\u00A0260\u00A0€"],
    [fr.money(0.42), "0,42\u00A0€"],
    [fr.bytes(4_200_000), "4,2\u00A0Mo"],
    [en.bytes(812), "812\u00A0B"],
  ])("%s", (got, want) => expect(got).toBe(want));
});

describe("times", () => {
  it.each([
    [fr.time(at), "18:15"],
    [fr.timeInText(at), "18\u00A0h\u00A015"],
    [fr.timeInText("2026-11-24T08:05:00Z"), "9\u00A0h\u00A005"],
    [fr.day(at), "mardi 24 novembre"],
    [fr.day("2026-12-01T11:00:00Z"), "mardi 1ᵉʳ décembre"],
    [fr.dayShort(at), "mar. 24"],
    [fr.date(at), "24/11/2026"],
    [fr.dayTime(at), "mardi 24 novembre, 18:15"],
    [fr.range("2026-11-23T00:00:00Z", "2026-11-29T00:00:00Z"), "23 – 29 novembre 2026"],
    [fr.range("2026-11-30T00:00:00Z", "2026-12-06T00:00:00Z"), "30 novembre – 6 décembre 2026"],
    [fr.range("2026-12-01T00:00:00Z", "2026-12-31T00:00:00Z"), "1ᵉʳ – 31 décembre 2026"],
    [fr.duration(98 * 60), "1\u00A0h\u00A038"],
    [fr.duration(47 * 60), "47\u00A0min"],
    [fr.duration(6 * 86400), "6\u00A0j"],
    [fr.duration(0.4), "0,4\u00A0s"],
    [en.duration(6 * 86400), "6\u00A0d"],
  ])("%s", (got, want) => expect(got).toBe(want));

  it("speaks of near days by name, in the zone of the workspace", () => {
    const now = new Date("2026-11-24T23:30:00Z"); // already Wednesday in Paris
    expect(fr.near(at, now)).toBe("hier\u00A018:15");
    expect(fr.near("2026-11-25T08:00:00Z", now)).toBe("aujourd’hui\u00A009:00");
    expect(en.near("2026-11-26T08:00:00Z", now)).toBe("tomorrow\u00A009:00");
    expect(fr.near("2026-11-29T08:00:00Z", now)).toBe("dim. 29, 09:00");
  });
});
