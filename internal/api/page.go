package api

import (
	"encoding/base64"
	"encoding/json"

	"parvis/internal/fault"
)

// Page is one page of a list. Next is the cursor of the page after, null on the
// last.
type Page[T any] struct {
	Items []T     `json:"items"`
	Next  *string `json:"next" nullable:"true"`
}

// NewPage makes a page whose items are never null; next is "" on the last.
func NewPage[T any](items []T, next string) Page[T] {
	p := Page[T]{Items: items}
	if p.Items == nil {
		p.Items = []T{}
	}
	if next != "" {
		p.Next = &next
	}
	return p
}

// Bounds of ?limit=.
const (
	DefaultLimit = 50
	MaxLimit     = 200
)

// Limit gives how many items a page holds for a wish of n (0: the default).
func Limit(n int) int {
	switch {
	case n <= 0:
		return DefaultLimit
	case n > MaxLimit:
		return MaxLimit
	}
	return n
}

var errCursor = fault.New(fault.Invalid, "api.cursor", "This place in the list is not known: start again from the first page.")

// EncodeCursor makes an opaque cursor of the sort key of the last item given.
func EncodeCursor(key ...string) string {
	b, err := json.Marshal(key)
	if err != nil {
		return "" // strings always marshal
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// DecodeCursor reads a cursor of n parts. It gives nil for "" and Invalid for
// what EncodeCursor did not make. A cursor proves nothing: the query it feeds
// is bound to the workspace as any other.
func DecodeCursor(cursor string, n int) ([]string, error) {
	if cursor == "" {
		return nil, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return nil, errCursor
	}
	var key []string
	if err := json.Unmarshal(b, &key); err != nil || len(key) != n {
		return nil, errCursor
	}
	return key, nil
}

// List is a list that is short by nature and given whole.
type List[T any] struct {
	Items []T `json:"items"`
}

// ListOf converts a room's values to wire values; items are never null.
func ListOf[A, B any](from []A, convert func(A) B) List[B] {
	out := List[B]{Items: make([]B, len(from))}
	for i, v := range from {
		out.Items[i] = convert(v)
	}
	return out
}
