import { describe, expect, it } from "vitest";
import { chapterOf, chaptersIn, titleOf } from "./chapters";

describe("the guide", () => {
  it("has the same chapters in both languages, each with a title", async () => {
    const fr = chaptersIn("fr");
    expect(fr.map((c) => c.id)).toEqual(chaptersIn("en").map((c) => c.id));
    for (const chapter of [...fr, ...chaptersIn("en")]) {
      expect(titleOf(await chapter.read()), chapter.id).not.toBe("");
    }
  });
});

it.each([
  ["calendrier.md", "calendar"],
  ["../en/review.md#who", "review"],
  ["https://example.org/", undefined],
])("chapterOf(%s)", (href, id) => expect(chapterOf(href)).toBe(id));
