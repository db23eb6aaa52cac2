package site

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"parvis/internal/text"
)

// Whatever is written, it becomes paragraphs, breaks, links to the web and
// hashtags, and nothing else; without links, every word of it is there.
func TestParagraphsAreOnlyText(t *testing.T) {
	piece := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"<script>", "</p>", "\"'><img src=x>", "https://a.fr/?a=1&b=<i>", "https://a.fr/\"onx=\"",
		"http://[::1]/", "#été", "@a@b.fr", "&amp;", "\n", "\n\n", " ", "<!--", "]]>", "javascript:x"}))
	rapid.Check(t, func(t *rapid.T) {
		s := text.Normalize(strings.Join(rapid.SliceOfN(piece, 0, 10).Draw(t, "pieces"), ""))
		doc, err := html.Parse(strings.NewReader("<body>" + string(paragraphs(s))))
		if err != nil {
			t.Fatal(err)
		}
		linked, read := false, ""
		for n := range doc.Descendants() {
			switch {
			case n.Type == html.TextNode:
				read += n.Data
			case n.Type == html.CommentNode:
				t.Fatalf("a comment in %q", s)
			case n.Type != html.ElementNode:
			case n.Data == "a":
				linked = true
				if href := strings.ToLower(attr(n, "href")); len(n.Attr) != 1 || (!strings.HasPrefix(href, "https://") && !strings.HasPrefix(href, "http://")) {
					t.Fatalf("a link %v from %q", n.Attr, s)
				}
			case n.Data == "span":
				if len(n.Attr) != 1 || attr(n, "class") != "tag" {
					t.Fatalf("a span %v from %q", n.Attr, s)
				}
			case n.Data != "html" && n.Data != "head" && n.Data != "body" && n.Data != "p" && n.Data != "br":
				t.Fatalf("a %s from %q", n.Data, s)
			}
		}
		if want := strings.ReplaceAll(s, "\n", ""); !linked && read != want {
			t.Fatalf("%q reads as %q", want, read)
		}
	})
}
