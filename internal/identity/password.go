package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"

	"parvis/internal/fault"
)

// argonParams are what a password is hashed with; they are stored with each
// hash, so that they can be raised later. The values are OWASP's first choice
// for argon2id (Password Storage Cheat Sheet, 2025).
type argonParams struct {
	memory  uint32 // KiB
	time    uint32
	threads uint8
}

var argonNow = argonParams{memory: 19 * 1024, time: 2, threads: 1}

const (
	saltBytes   = 16
	keyBytes    = 32
	minPassword = 10
	maxPassword = 200
)

// hasher hashes at most two passwords at once: a flood of sign-ins costs time,
// not memory.
type hasher struct {
	turns *semaphore.Weighted
	dummy string // verified for unknown accounts, so that they answer as slowly
}

func newHasher() *hasher {
	h := &hasher{turns: semaphore.NewWeighted(2)}
	h.dummy = encodeHash(argonNow, make([]byte, saltBytes), make([]byte, keyBytes))
	return h
}

// Hash gives the PHC string of a password.
func (h *hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails
	key, err := h.derive(ctx, argonNow, password, salt)
	if err != nil {
		return "", err
	}
	return encodeHash(argonNow, salt, key), nil
}

// Verify says whether password gave phc; stale, whether phc was made with other
// parameters than today's. An empty phc takes as long and is never right.
func (h *hasher) Verify(ctx context.Context, phc, password string) (ok, stale bool, err error) {
	known := phc != ""
	if !known {
		phc = h.dummy
	}
	params, salt, key, err := decodeHash(phc)
	if err != nil {
		return false, false, err
	}
	got, err := h.derive(ctx, params, password, salt)
	if err != nil {
		return false, false, err
	}
	return known && subtle.ConstantTimeCompare(got, key) == 1, params != argonNow, nil
}

func (h *hasher) derive(ctx context.Context, p argonParams, password string, salt []byte) ([]byte, error) {
	if err := h.turns.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer h.turns.Release(1)
	return argon2.IDKey([]byte(password), salt, p.time, p.memory, p.threads, keyBytes), nil
}

func encodeHash(p argonParams, salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.memory, p.time, p.threads,
		b64.EncodeToString(salt), b64.EncodeToString(key))
}

func decodeHash(phc string) (p argonParams, salt, key []byte, err error) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, nil, nil, fmt.Errorf("identity: a password hash of an unknown form")
	}
	if _, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.time, &p.threads); err != nil {
		return p, nil, nil, fmt.Errorf("identity: password hash: %w", err)
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err == nil {
		key, err = base64.RawStdEncoding.DecodeString(parts[5])
	}
	return p, salt, key, err
}

// checkPassword refuses what is short or is the address itself. Length is what
// resists guessing; no rule on kinds of characters.
func checkPassword(c *fault.Collect, path, password, email string) {
	n := utf8.RuneCountInString(password)
	c.Check(n >= minPassword, path, "identity.password_short", fmt.Sprintf("A password has at least %d characters.", minPassword))
	c.Check(n <= maxPassword, path, "too_long", "This password is too long.")
	c.Check(email == "" || !strings.EqualFold(password, email), path, "identity.password_email", "Do not use your address as the password.")
}
