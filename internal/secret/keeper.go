package secret

import (
	"bytes"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"

	"golang.org/x/crypto/chacha20poly1305"

	"parvis/internal/fault"
)

const (
	version = 1
	idSize  = 6
	keySize = chacha20poly1305.KeySize
	nonce   = chacha20poly1305.NonceSizeX
	tag     = chacha20poly1305.Overhead
	header  = 1 + idSize
	wrapped = nonce + keySize + tag
)

var (
	errDamaged = errors.New("secret: the sealed value is damaged, or belongs to something else")
	errNoKey   = fault.New(fault.Unavailable, "secret.key_missing", "The key that sealed this is not in the key file: put back the key file that belongs to this database.")
)

// KeyID names a master key: the first bytes of the hash of the key.
type KeyID string

type masterKey struct {
	id  KeyID
	key []byte
}

// Keeper seals and opens. It is immutable and safe for concurrent use.
type Keeper struct {
	keys     []masterKey // the current one first
	warnings []*fault.Fault
}

func newKey(raw []byte) masterKey {
	sum := sha256.Sum256(append([]byte("parvis key id\x00"), raw...))
	return masterKey{id: KeyID(base64.RawURLEncoding.EncodeToString(sum[:idSize])), key: raw}
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails (Go 1.24)
	return b
}

// Seal encrypts plain under a fresh data key. aad must be given again to Open.
func (k *Keeper) Seal(plain []byte, aad string) ([]byte, error) {
	data := randomBytes(keySize)
	head, err := k.wrap(data)
	if err != nil {
		return nil, err
	}
	return seal(head, data, plain, []byte(aad))
}

// wrap gives the header and the data key under the current master key.
func (k *Keeper) wrap(data []byte) ([]byte, error) {
	current := k.keys[0]
	id, err := base64.RawURLEncoding.DecodeString(string(current.id))
	if err != nil {
		return nil, err
	}
	head := append([]byte{version}, id...)
	return seal(head, current.key, data, head)
}

// seal appends a nonce and plain under key to out.
func seal(out, key, plain, aad []byte) ([]byte, error) {
	a, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	n := randomBytes(nonce)
	return a.Seal(append(bytes.Clone(out), n...), n, plain, aad), nil
}

func open(key, box, aad []byte) ([]byte, error) {
	a, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	if len(box) < nonce+tag {
		return nil, errDamaged
	}
	plain, err := a.Open(nil, box[:nonce], box[nonce:], aad)
	if err != nil {
		return nil, errDamaged
	}
	return plain, nil
}

// Open decrypts what Seal gave for the same aad. A key that is not in the file
// is the fault secret.key_missing.
func (k *Keeper) Open(sealed []byte, aad string) ([]byte, error) {
	data, err := k.dataKey(sealed)
	if err != nil {
		return nil, err
	}
	return open(data, sealed[header+wrapped:], []byte(aad))
}

func (k *Keeper) dataKey(sealed []byte) ([]byte, error) {
	if len(sealed) < header+wrapped || sealed[0] != version {
		return nil, errDamaged
	}
	id := KeyID(base64.RawURLEncoding.EncodeToString(sealed[1:header]))
	for _, m := range k.keys {
		if m.id == id {
			return open(m.key, sealed[header:header+wrapped], sealed[:header])
		}
	}
	return nil, errNoKey
}

// Rewrap puts sealed under the current master key without reading its secret;
// changed is false when it already was.
func (k *Keeper) Rewrap(sealed []byte) (out []byte, changed bool, err error) {
	data, err := k.dataKey(sealed)
	if err != nil {
		return nil, false, err
	}
	if KeyID(base64.RawURLEncoding.EncodeToString(sealed[1:header])) == k.Current() {
		return sealed, false, nil
	}
	head, err := k.wrap(data)
	if err != nil {
		return nil, false, err
	}
	return append(head, sealed[header+wrapped:]...), true, nil
}

// Current names the key that seals.
func (k *Keeper) Current() KeyID { return k.keys[0].id }

// IDs names every key of the file, the current one first.
func (k *Keeper) IDs() []KeyID {
	out := make([]KeyID, len(k.keys))
	for i, m := range k.keys {
		out[i] = m.id
	}
	return out
}

// Derive gives 32 bytes for one purpose ("audit"), from the key named id; ""
// means the current one. They say nothing of the key.
func (k *Keeper) Derive(id KeyID, purpose string) ([]byte, error) {
	for _, m := range k.keys {
		if id == "" || m.id == id {
			return hkdf.Key(sha256.New, m.key, nil, "parvis "+purpose, keySize)
		}
	}
	return nil, errNoKey
}

// Warnings are what doctor and the start should say about the key file.
func (k *Keeper) Warnings() []*fault.Fault { return k.warnings }
