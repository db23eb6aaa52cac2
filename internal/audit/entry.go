package audit

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"time"

	"parvis/internal/store"
)

// Entry is one act to record.
type Entry struct {
	Workspace string
	Actor     string            // id of the person, or "system"
	Action    string            // room.verb: "editorial.schedule"
	Object    string            // id of the thing
	Detail    map[string]string // what a reader needs; may name persons
	Person    string            // whose data Detail holds; "" means Actor
}

// Row is a recorded act as a reader sees it.
type Row struct {
	Seq    int64
	At     time.Time
	Actor  string
	Action string
	Object string
	Detail map[string]string // nil when there was none, or when it was erased
	Erased bool
	Sealed bool
}

// record is a row of the table.
type record struct {
	Seq         int64      `db:"seq"`
	WorkspaceID string     `db:"workspace_id"`
	At          store.Time `db:"at"`
	Actor       string     `db:"actor"`
	Action      string     `db:"action"`
	Object      string     `db:"object"`
	PayloadHash string     `db:"payload_hash"`
	Digest      string     `db:"digest"`
	Batch       int64      `db:"batch"`
}

// payload is what lies beside a row.
type payload struct {
	Salt     string
	Detail   string // JSON
	ErasedAt store.Time
}

func newPayload(detail map[string]string) (payload, error) {
	if len(detail) == 0 {
		return payload{}, nil
	}
	text, err := json.Marshal(detail) // keys come out sorted
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails (Go 1.24)
	return payload{Salt: base64.RawStdEncoding.EncodeToString(salt), Detail: string(text)}, err
}

// hash is "" for no payload.
func (p payload) hash() string {
	if p.Detail == "" {
		return ""
	}
	mac := hmac.New(sha256.New, []byte(p.Salt))
	mac.Write([]byte(p.Detail))
	return hex.EncodeToString(mac.Sum(nil))
}

// digest covers everything that a row says for ever.
func (r record) digest() string {
	return hex.EncodeToString(hash("row", r.WorkspaceID, r.At.UTC().Format(time.RFC3339Nano), r.Actor, r.Action, r.Object, r.PayloadHash))
}

// hash is a SHA-256 over parts that cannot run into each other.
func hash(parts ...string) []byte {
	h := sha256.New()
	for _, p := range parts {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(p))))
		h.Write([]byte(p))
	}
	return h.Sum(nil)
}

// merkleRoot of digests in their order; leaves and nodes are hashed apart, and
// an odd node goes up as it is (RFC 6962).
func merkleRoot(digests []string) string {
	level := make([][]byte, len(digests))
	for i, d := range digests {
		level[i] = hash("leaf", d)
	}
	if len(level) == 0 {
		return ""
	}
	for len(level) > 1 {
		var up [][]byte
		for i := 0; i < len(level); i += 2 {
			if i+1 == len(level) {
				up = append(up, level[i])
				continue
			}
			up = append(up, hash("node", string(level[i]), string(level[i+1])))
		}
		level = up
	}
	return hex.EncodeToString(level[0])
}
