package media

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"parvis/internal/store/storetest"
)

func TestFileHandler(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	shown, hidden := b.add(t, "a.jpg", photo(t, 1, 90, 90)), b.add(t, "b.jpg", photo(t, 2, 90, 90))
	h := b.FileHandler(func(_ context.Context, sha string) (bool, error) { return sha == shown.SHA256, nil })
	get := func(url string, header ...string) *http.Response {
		r := httptest.NewRequest(http.MethodGet, url, nil)
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Result()
	}
	public, secret := b.PublicURL(shown.SHA256, shown.MIME), b.SignedURL(hidden.SHA256, hidden.MIME)
	for url, want := range map[string]int{
		public:                                  200,
		secret:                                  200,
		b.PublicURL(hidden.SHA256, hidden.MIME): 404,
		strings.Replace(public, ".jpg", ".mp4", 1):                                      404,
		strings.Replace(public, ".jpg", ".html", 1):                                     404,
		strings.Replace(secret, hidden.SHA256[:4], "0000", 1):                           404,
		b.PublicURL(hidden.SHA256, hidden.MIME) + secret[strings.Index(secret, "?")-1:]: 404,
		"https://pages.example/media/../../etc/passwd":                                  404,
		"https://pages.example/media/" + strings.Repeat("0", 64) + ".jpg":               404,
	} {
		if res := get(url); res.StatusCode != want {
			t.Errorf("%s: %d, want %d", url, res.StatusCode, want)
		}
	}
	res := get(public)
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Content-Type": "image/jpeg", "Content-Disposition": "inline",
		"Cache-Control": "public, max-age=31536000, immutable", "ETag": `"` + shown.SHA256 + `"`} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if !strings.Contains(res.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Error("no sandbox")
	}
	res = get(public, "Range", "bytes=2-5")
	if body, err := io.ReadAll(res.Body); err != nil || res.StatusCode != 206 || len(body) != 4 {
		t.Error(res.StatusCode, len(body), err)
	}
	if res := get(public, "If-None-Match", `"`+shown.SHA256+`"`); res.StatusCode != 304 {
		t.Error(res.StatusCode)
	}
	if b.SignedURL("not a hash", "image/jpeg") != "" || b.SignedURL(shown.SHA256, "text/html") != "" {
		t.Error("an address was signed for what is not served")
	}
}

func TestServeFileOffersTheUnknownToSave(t *testing.T) {
	w := httptest.NewRecorder()
	ServeFile(w, httptest.NewRequest(http.MethodGet, "/", nil), strings.NewReader("<script>"), Served{MIME: "text/html", Name: "a\"\r\né.html"})
	if got := w.Header().Get("Content-Disposition"); got != "attachment; filename*=UTF-8''a%22%0D%0A%C3%A9.html" {
		t.Error(got)
	}
	if got := w.Header().Get("Content-Type"); got != "application/octet-stream" {
		t.Error(got)
	}
}
