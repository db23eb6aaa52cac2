package isobmff

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func box(typ string, body ...byte) []byte {
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8)), typ...), body...)
}

func TestPathGoesDown(t *testing.T) {
	inner := box("ipco", box("ispe", 1, 2, 3)...)
	data := append(box("ftyp", 'h', 'e', 'i', 'c'), box("meta", append([]byte{0, 0, 0, 0}, box("iprp", inner...)...)...)...)
	r := NewReader(bytes.NewReader(data), int64(len(data)))
	top, err := r.Top()
	if err != nil || len(top) != 2 {
		t.Fatal(top, err)
	}
	b, ok := r.Path(top, "meta", "iprp", "ipco", "ispe")
	if !ok {
		t.Fatal("ispe was not found")
	}
	p, err := r.Payload(b, 2)
	if diff := cmp.Diff([]byte{1, 2}, p); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if _, ok := r.Path(top, "meta", "none", "ispe"); ok {
		t.Error("a path that does not exist was found")
	}
}

func TestSizes(t *testing.T) {
	wide := append(append([]byte{0, 0, 0, 1}, "mdat"...), binary.BigEndian.AppendUint64(nil, 20)...)
	wide = append(wide, 1, 2, 3, 4)
	for name, c := range map[string]struct {
		data []byte
		want []int64
		bad  bool
	}{
		"64 bits":               {wide, []int64{20}, false},
		"to the end":            {append([]byte{0, 0, 0, 0}, "mdatabcdef"...), []int64{14}, false},
		"smaller than a header": {append([]byte{0, 0, 0, 7}, "mdat"...), nil, true},
		"past the end":          {append([]byte{0, 0, 1, 0}, "mdat"...), nil, true},
		"64 bits, negative":     {append(append([]byte{0, 0, 0, 1}, "mdat"...), bytes.Repeat([]byte{0xff}, 8)...), nil, true},
		"64 bits, cut":          {append([]byte{0, 0, 0, 1}, "mdat"...), nil, true},
		"a few bytes left":      {append(box("free"), 1, 2, 3), []int64{8}, false},
	} {
		var got []int64
		top, err := NewReader(bytes.NewReader(c.data), int64(len(c.data))).Top()
		for _, b := range top {
			got = append(got, b.Size)
		}
		if diff := cmp.Diff(c.want, got); diff != "" || errors.Is(err, ErrMalformed) != c.bad {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
}

func TestTooManyBoxes(t *testing.T) {
	data := bytes.Repeat(box("free"), maxBoxes+1)
	if _, err := NewReader(bytes.NewReader(data), int64(len(data))).Top(); !errors.Is(err, ErrMalformed) {
		t.Error(err)
	}
}
