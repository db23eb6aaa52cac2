package media_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"parvis/internal/api"
	wire "parvis/internal/api/media"
	"parvis/internal/change"
	"parvis/internal/identity"
	"parvis/internal/media"
	"parvis/internal/store/storetest"

	"github.com/danielgtaylor/huma/v2"
)

type people struct{}

func (people) Authenticate(_ context.Context, c identity.Credentials) (identity.Principal, error) {
	return identity.Principal{UserID: identity.UserID(c.Session)}, nil
}

func (people) ActorIn(_ context.Context, p identity.Principal, _ string) (identity.Actor, error) {
	return identity.Actor{UserID: p.UserID, WorkspaceID: "ws_brume", Role: identity.Creator}, nil
}

type client struct {
	url string
	t   *testing.T
}

func setup(t *testing.T) client {
	t.Helper()
	db := storetest.SQLite(t)
	folder, err := media.NewFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := media.New(media.Deps{DB: db, Feed: change.New(db, time.Now), Files: folder, Incoming: folder.Incoming(), Now: time.Now})
	server := httptest.NewServer(api.NewServer(api.Options{Log: slog.New(slog.DiscardHandler), Now: time.Now, DB: db, Auth: people{}, MaxBody: 10_000},
		func(a huma.API) { wire.Register(a, s) }))
	t.Cleanup(server.Close)
	return client{server.URL + "/api/v1/workspaces/ws_brume/media", t}
}

func (c client) do(method, path string, body io.Reader, status int, header ...string) *http.Response {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, body)
	if err != nil {
		c.t.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: "parvis", Value: "usr_maelle"})
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = res.Body.Close() })
	if res.StatusCode != status {
		b, _ := io.ReadAll(res.Body)
		c.t.Fatalf("%s %s: %d, want %d: %s", method, path, res.StatusCode, status, b)
	}
	return res
}

func (c client) json(method, path string, body io.Reader, status int, header ...string) map[string]any {
	c.t.Helper()
	out := map[string]any{}
	if err := json.NewDecoder(c.do(method, path, body, status, header...).Body).Decode(&out); err != nil {
		c.t.Fatal(err)
	}
	return out
}

func photo(t *testing.T, seed uint8) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 700, 500))
	for i := range img.Pix {
		img.Pix[i] = uint8(i/7) ^ seed
	}
	img.Set(0, 0, color.Black)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAddReadAndDescribe(t *testing.T) {
	c := setup(t)
	data := photo(t, 1)
	a := c.json("POST", "?name=Cir%C3%A9.jpg", bytes.NewReader(data), 201, "Content-Type", "image/jpeg")
	if a["name"] != "Ciré.jpg" || a["width"] != 700.0 || a["kind"] != "image" || a["known"] != false || a["binnedAt"] != nil {
		t.Errorf("%v", a)
	}
	path := "/" + a["id"].(string)
	res := c.do("GET", path+"/file", nil, 200)
	for name, want := range map[string]string{"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Content-Disposition": "inline; filename*=UTF-8''Cir%C3%A9.jpg"} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if !strings.Contains(res.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Error("no sandbox")
	}
	res = c.do("GET", path+"/file", nil, 206, "Range", "bytes=0-9")
	if b, err := io.ReadAll(res.Body); err != nil || len(b) != 10 {
		t.Error(len(b), err)
	}
	thumb, err := jpeg.DecodeConfig(c.do("GET", path+"/thumb?width=300", nil, 200).Body)
	if err != nil || thumb.Width != 320 {
		t.Error(thumb, err)
	}
	a = c.json("PATCH", path, strings.NewReader(`{"alt":"Un ciré","tags":["#quai"]}`), 200, "Content-Type", "application/json")
	if a["alt"] != "Un ciré" || len(a["advice"].([]any)) != 0 {
		t.Errorf("%v", a)
	}
	c.do("DELETE", path, nil, 204)
	if l := c.json("GET", "", nil, 200); len(l["items"].([]any)) != 0 || l["next"] != nil {
		t.Errorf("%v", l)
	}
	if l := c.json("GET", "?bin=true&q=cire", nil, 200); len(l["items"].([]any)) != 1 {
		t.Errorf("%v", l)
	}
	c.json("POST", path+"/restore", nil, 200)
	if u := c.json("GET", "/usage", nil, 200); u["used"].(float64) == 0 || u["disk"].(map[string]any)["level"] == "" {
		t.Errorf("%v", u)
	}
}

func TestAddByForm(t *testing.T) {
	c := setup(t)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, text := range map[string]string{"alt": "Le quai", "tags": "quai, lorient"} {
		if err := form.WriteField(name, text); err != nil {
			t.Fatal(err)
		}
	}
	file, err := form.CreateFormFile("file", "quai.jpg")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write(photo(t, 2)); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	a := c.json("POST", "", &body, 201, "Content-Type", form.FormDataContentType())
	if a["name"] != "quai.jpg" || a["alt"] != "Le quai" || len(a["tags"].([]any)) != 2 {
		t.Errorf("%v", a)
	}
	p := c.json("POST", "", strings.NewReader("--x\r\n\r\n--x--"), 422, "Content-Type", "multipart/form-data; boundary=x")
	if p["code"] != "media.form" {
		t.Errorf("%v", p)
	}
}

func TestPieces(t *testing.T) {
	c := setup(t)
	data := photo(t, 3)
	p := c.json("POST", "/uploads", strings.NewReader(`{"name":"long.mp4","size":3000000000}`), 422, "Content-Type", "application/json")
	if p["code"] != "media.video_too_large" {
		t.Errorf("%v", p)
	}
	body, err := json.Marshal(map[string]any{"name": "a.jpg", "size": len(data)})
	if err != nil {
		t.Fatal(err)
	}
	p = c.json("POST", "/uploads", bytes.NewReader(body), 201, "Content-Type", "application/json")
	path := "/uploads/" + p["id"].(string)
	c.json("PUT", path+"?offset=0", bytes.NewReader(data[:20_000]), 200)
	if p = c.json("GET", path+"/progress", nil, 200); p["received"] != 20_000.0 {
		t.Errorf("%v", p)
	}
	if p = c.json("PUT", path+"?offset=3", bytes.NewReader(data[3:]), 409); p["args"].(map[string]any)["received"] != 20_000.0 {
		t.Errorf("%v", p)
	}
	c.json("PUT", path+"?offset=20000", bytes.NewReader(data[20_000:]), 200)
	if a := c.json("POST", path+"/complete", nil, 201); a["width"] != 700.0 {
		t.Errorf("%v", a)
	}
}

func TestThreeGigabytesAreRefusedAtOnce(t *testing.T) {
	c := setup(t)
	for _, kind := range []string{"video/mp4", "multipart/form-data; boundary=x"} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, io.MultiReader(strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\n\r\n"), endless{}))
		if err != nil {
			t.Fatal(err)
		}
		r.ContentLength = 3_000_000_000
		r.Header.Set("Content-Type", kind)
		r.AddCookie(&http.Cookie{Name: "parvis", Value: "usr_maelle"})
		start := time.Now()
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != http.StatusUnprocessableEntity || time.Since(start) > 5*time.Second {
			t.Errorf("%s: %d after %v", kind, res.StatusCode, time.Since(start))
		}
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	time.Sleep(time.Millisecond)
	return len(p), nil
}
