package media

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"parvis/internal/outbound"
	"parvis/internal/store/storetest"
)

func TestAddFromURL(t *testing.T) {
	data := photo(t, 1, 300, 200)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/cir%C3%A9.jpg", "/ciré.jpg":
			_, _ = w.Write(data)
		case "/named":
			w.Header().Set("Content-Disposition", `attachment; filename="../quai.jpg"`)
			_, _ = w.Write(photo(t, 2, 300, 200))
		case "/page":
			_, _ = w.Write([]byte("<!doctype html><html>"))
		case "/huge":
			w.Header().Set("Content-Length", "3000000000")
			_, _ = w.Write(data)
		case "/endless":
			_, _ = w.Write(data)
			for range 100 {
				if _, err := w.Write(make([]byte, 1<<20)); err != nil {
					return
				}
			}
		case "/metadata":
			http.Redirect(w, r, "http://169.254.169.254/latest", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	}))
	defer site.Close()
	client, err := outbound.New(outbound.Options{Allow: []string{"127.0.0.1/32"}})
	if err != nil {
		t.Fatal(err)
	}
	b := setup(t, storetest.SQLite(t), func(d *Deps) { d.Fetch = client })
	a, err := b.AddFromURL(b.ctx, brume, " "+site.URL+"/cir%C3%A9.jpg#x ")
	if err != nil || a.Name != "ciré.jpg" || a.Width != 300 {
		t.Fatalf("%+v %v", a, err)
	}
	if a, err = b.AddFromURL(b.ctx, brume, site.URL+"/named"); err != nil || a.Name != "quai.jpg" {
		t.Errorf("%+v %v", a, err)
	}
	for address, code := range map[string]string{
		site.URL + "/none":           "media.address_refused",
		site.URL + "/page":           "media.is_web_page",
		site.URL + "/huge":           "media.video_too_large",
		site.URL + "/endless":        "media.image_too_large",
		site.URL + "/metadata":       "outbound.address_refused",
		"file:///etc/passwd":         "media.address",
		"https://u:p@example.com/":   "media.address",
		"nothing":                    "media.address",
		"http://169.254.169.254/":    "outbound.address_refused",
		"http://[::1]:1/picture.jpg": "outbound.address_refused",
	} {
		_, err := b.AddFromURL(b.ctx, brume, address)
		wantCodeOf(t, address, err, code)
	}
	if _, incoming := b.files(t); incoming != 0 {
		t.Errorf("%d temporary files left", incoming)
	}
	if items, _, err := b.List(b.ctx, brume, Filter{}, "", 50); err != nil || len(items) != 2 {
		t.Errorf("%d assets %v", len(items), err)
	}
	none := setup(t, storetest.SQLite(t))
	_, err = none.AddFromURL(none.ctx, brume, site.URL+"/page")
	wantCode(t, err, "media.no_fetch")
}

func TestTwoOfTheSameAtOnce(t *testing.T) {
	b := setup(t, storetest.SQLite(t))
	data := photo(t, 7, 300, 300)
	ids := make(chan AssetID, 4)
	for range cap(ids) {
		go func() {
			a, err := b.Add(context.WithoutCancel(b.ctx), brume, Upload{Name: "a.jpg", Size: -1, Body: bytes.NewReader(data)})
			if err != nil {
				t.Error(err)
			}
			ids <- a.ID
		}()
	}
	first := <-ids
	for range cap(ids) - 1 {
		if id := <-ids; id != first {
			t.Errorf("%s and %s", first, id)
		}
	}
}
