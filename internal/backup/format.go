package backup

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"parvis/internal/fault"
)

// format of the file; a newer one is refused.
const format = 1

// manifest is the first entry.
type manifest struct {
	Format       int       `json:"format"`
	Version      string    `json:"version"`
	Schema       int64     `json:"schema"`
	Installation string    `json:"installation"`
	At           time.Time `json:"at"`
	Tables       []string  `json:"tables"` // in an order that references allow
	Key          bool      `json:"key"`
}

// Entries of the archive.
const (
	manifestEntry = "manifest.json"
	keyEntry      = "parvis.key"
	tablePrefix   = "tables/"
	mediaPrefix   = "media/"
)

var (
	errNotABackup  = fault.New(fault.Invalid, "backup.not_a_backup", "This file is not a backup of Parvis, or it is damaged.")
	errPassphrase  = fault.New(fault.Invalid, "backup.passphrase", "The passphrase is not the one of this backup.")
	errNeedsPass   = fault.New(fault.Invalid, "backup.needs_passphrase", "This backup is encrypted: give its passphrase.")
	errNotEmpty    = fault.New(fault.Conflict, "backup.not_empty", "There are data here already: restore into an empty folder and an empty database.")
	errOtherSchema = fault.New(fault.Conflict, "backup.other_schema", "This backup was made by another version of Parvis: restore it with that version, then upgrade.")
)

// left out of every backup.
func isLeftOut(table string) bool {
	return table == "change" || strings.HasPrefix(table, "goose_") || strings.HasPrefix(table, "river_") || strings.HasPrefix(table, "sqlite_")
}

// bytesOf marks binary values in JSON, which has none.
type bytesOf struct {
	B string `json:"$b"`
}

// encodeRow gives one line: a JSON array of the values in column order.
func encodeRow(values []any) ([]byte, error) {
	for i, v := range values {
		if b, ok := v.([]byte); ok {
			values[i] = bytesOf{base64.StdEncoding.EncodeToString(b)}
		}
	}
	return json.Marshal(values)
}

// decodeRow reads a line back: integers stay integers, bytes are bytes again.
func decodeRow(line []byte) ([]any, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(line, &raw); err != nil {
		return nil, err
	}
	out := make([]any, len(raw))
	for i, r := range raw {
		v, err := decodeValue(r)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

func decodeValue(r json.RawMessage) (any, error) {
	switch r[0] {
	case 'n':
		return nil, nil
	case 't':
		return true, nil
	case 'f':
		return false, nil
	case '"':
		var s string
		err := json.Unmarshal(r, &s)
		return s, err
	case '{':
		var b bytesOf
		if err := json.Unmarshal(r, &b); err != nil {
			return nil, err
		}
		return base64.StdEncoding.DecodeString(b.B)
	}
	var n json.Number
	if err := json.Unmarshal(r, &n); err != nil {
		return nil, err
	}
	if whole, err := n.Int64(); err == nil {
		return whole, nil
	}
	f, err := n.Float64()
	if err != nil {
		return nil, fmt.Errorf("value %s: %w", r, err)
	}
	return f, nil
}
