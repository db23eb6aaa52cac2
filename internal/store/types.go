package store

import (
	"crypto/rand"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"
)

// Time is an instant, kept as BIGINT Unix milliseconds UTC. The zero Time is
// NULL. It reads and writes JSON as RFC 3339, null when zero.
type Time struct{ time.Time }

// At makes a Time of t, cut to the millisecond.
func At(t time.Time) Time {
	if t.IsZero() {
		return Time{}
	}
	return Time{t.UTC().Truncate(time.Millisecond)}
}

// Value implements driver.Valuer.
func (t Time) Value() (driver.Value, error) {
	if t.IsZero() {
		return nil, nil
	}
	return t.UnixMilli(), nil
}

// Scan implements sql.Scanner.
func (t *Time) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*t = Time{}
	case int64:
		*t = Time{time.UnixMilli(v).UTC()}
	default:
		return fmt.Errorf("store: cannot read %T as a Time", src)
	}
	return nil
}

// MarshalJSON gives RFC 3339, or null when zero.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return t.Time.MarshalJSON()
}

// UnmarshalJSON takes RFC 3339 or null.
func (t *Time) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*t = Time{}
		return nil
	}
	return t.Time.UnmarshalJSON(b)
}

// JSON is a value kept as TEXT holding JSON.
type JSON[T any] struct{ V T }

// AsJSON wraps v.
func AsJSON[T any](v T) JSON[T] { return JSON[T]{v} }

// Value implements driver.Valuer.
func (j JSON[T]) Value() (driver.Value, error) {
	b, err := json.Marshal(j.V)
	return string(b), err
}

// Scan implements sql.Scanner; NULL and "" leave the zero value.
func (j *JSON[T]) Scan(src any) error {
	var zero T
	j.V = zero
	switch v := src.(type) {
	case nil:
		return nil
	case string:
		if v == "" {
			return nil
		}
		return json.Unmarshal([]byte(v), &j.V)
	case []byte:
		if len(v) == 0 {
			return nil
		}
		return json.Unmarshal(v, &j.V)
	}
	return fmt.Errorf("store: cannot read %T as JSON", src)
}

// NewID makes a sortable id: the prefix, an underscore and a lower-case ULID,
// e.g. "post_01jd…". Rooms give it their own type: type PostID string.
func NewID[T ~string](prefix string) T {
	id := ulid.MustNew(ulid.Timestamp(time.Now()), rand.Reader)
	return T(prefix + "_" + strings.ToLower(id.String()))
}
