package accesstest

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/url"
	"testing"
)

// picture is a small PNG that was not sent before.
func (w *World) picture(t *testing.T) []byte {
	t.Helper()
	w.serial++
	img := image.NewRGBA(image.Rect(0, 0, 4, 4))
	var c [4]byte
	binary.BigEndian.PutUint32(c[:], uint32(w.serial))
	img.SetRGBA(0, 0, color.RGBA{c[1], c[2], c[3], 255})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (w *World) asset(t *testing.T, s Side) string {
	t.Helper()
	return w.send(t, s, "/media?name=a.png", w.picture(t))
}

func (w *World) send(t *testing.T, s Side, path string, body []byte) string {
	t.Helper()
	status, raw := w.Call(t, s.sessions["owner"], http.MethodPost, "/api/v1/workspaces/"+string(s.Workspace)+path,
		Case{Body: body, Type: "application/octet-stream"})
	return idOf(t, status, raw)
}

func (w *World) upload(t *testing.T, s Side, whole bool) (string, []byte) {
	t.Helper()
	data := w.picture(t)
	id := w.MakeID(t, s, http.MethodPost, "/media/uploads", object{"name": "a.png", "size": len(data)})
	if whole {
		status, raw := w.Call(t, s.sessions["owner"], http.MethodPut, "/api/v1/workspaces/"+string(s.Workspace)+"/media/uploads/"+id+"?offset=0",
			Case{Body: data, Type: "application/octet-stream"})
		if status != http.StatusOK {
			t.Fatalf("making a fixture: %d %s", status, raw)
		}
	}
	return id, data
}

// Media is the fixtures of the room media.
func Media() Fixtures {
	asset := func(body any) Fixture {
		return func(t *testing.T, w *World, s Side, _ string) Case {
			return Case{Path: map[string]string{"id": w.asset(t, s)}, Body: body}
		}
	}
	binned := func(t *testing.T, w *World, s Side, _ string) Case {
		id := w.asset(t, s)
		w.Make(t, s, http.MethodDelete, "/media/"+id, nil)
		return Case{Path: map[string]string{"id": id}}
	}
	under := func(whole bool) Fixture {
		return func(t *testing.T, w *World, s Side, _ string) Case {
			id, _ := w.upload(t, s, whole)
			return Case{Path: map[string]string{"id": id}}
		}
	}
	return Fixtures{
		"getAsset":      asset(nil),
		"getAssetFile":  asset(nil),
		"getAssetThumb": asset(nil),
		"describeAsset": asset(object{"alt": "Un ciré jaune"}),
		"binAsset":      asset(nil),
		"restoreAsset":  binned,
		"eraseAsset":    binned,
		"addAsset": func(t *testing.T, w *World, _ Side, _ string) Case {
			return Case{Body: w.picture(t), Type: "application/octet-stream", Query: url.Values{"name": {"a.png"}}}
		},
		// The guard of outbound refuses the address: whoever hears so was let in.
		"addAssetFromUrl": own(object{"url": "http://127.0.0.1:1/a.png"}, http.StatusUnprocessableEntity, http.StatusServiceUnavailable),
		"beginUpload":     body(object{"name": "a.png", "size": 100}),
		"getUpload":       under(false),
		"appendUpload": func(t *testing.T, w *World, s Side, _ string) Case {
			id, data := w.upload(t, s, false)
			return Case{Path: map[string]string{"id": id}, Body: data, Type: "application/octet-stream", Query: url.Values{"offset": {"0"}}}
		},
		"completeUpload": under(true),
		"abandonUpload":  under(false),
		"setMediaQuota":  body(object{"bytes": 30_000_000_000}),
	}
}
