package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"time"

	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

const (
	keptFor    = 24 * time.Hour
	maxKey     = 200
	maxKept    = 256 << 10 // bytes of an answer worth keeping
	maxHashed  = 2 << 20   // bytes of a body that are compared; uploads have their own way to resume
	noStore    = "no-store"
	keyHeader  = "Idempotency-Key"
	inProgress = 0
)

var (
	errKeyLong    = fault.New(fault.Invalid, "api.idempotency_key", "An Idempotency-Key has 1 to 200 characters.")
	errKeyReused  = fault.New(fault.Invalid, "api.idempotency_reused", "This Idempotency-Key was used for another request.")
	errKeyBusy    = fault.New(fault.Conflict, "api.idempotency_busy", "The first request with this key has not been answered: look at what it did before trying again with a new key.")
	errKeyForgot  = fault.New(fault.Conflict, "api.idempotency_secret", "This was done. Its answer held a secret and was not kept.")
	errKeyTooLong = fault.New(fault.Conflict, "api.idempotency_large", "This was done. Its answer was too large to be kept.")
)

// answer is what the first request with a key was told.
type answer struct {
	Request string `db:"request_hash"`
	Status  int    `db:"status"`
	Type    string `db:"content_type"`
	Body    []byte `db:"body"`
	Kept    bool   `db:"kept"`
}

// idempotent makes a POST with an Idempotency-Key happen once per person and
// key within a day: a second one is given the first one's answer. A first one
// whose answer was never recorded (the process died) is Conflict, since nobody
// can say whether it happened.
func idempotent(o Options, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		caller, signed := identity.PrincipalOf(r.Context())
		key := r.Header.Get(keyHeader)
		if r.Method != http.MethodPost || key == "" || !signed || o.DB == nil || isUpload(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		if len(key) > maxKey {
			WriteProblem(r.Context(), o.Log, w, errKeyLong)
			return
		}
		k := keeper{o: o, actor: string(caller.UserID), key: key}
		if err := k.serve(w, r, next); err != nil {
			WriteProblem(r.Context(), o.Log, w, err)
		}
	})
}

type keeper struct {
	o          Options
	actor, key string
}

func (k keeper) serve(w http.ResponseWriter, r *http.Request, next http.Handler) error {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxHashed+1))
	if err != nil {
		return err
	}
	r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), r.Body))
	sum := sha256.Sum256(append([]byte(r.Method+" "+r.URL.RequestURI()+"\n"), body...))
	hash := hex.EncodeToString(sum[:])

	first, err := k.begin(r.Context(), hash)
	if err != nil {
		return err
	}
	if first != nil {
		return replay(w, *first, hash)
	}
	rec := &kept{recorder: recorder{ResponseWriter: w}}
	finished := false
	defer func() {
		if !finished { // a panic: nobody can say what happened, the key stays busy
			return
		}
		k.end(context.WithoutCancel(r.Context()), rec)
	}()
	next.ServeHTTP(rec, r)
	finished = true
	return nil
}

// begin claims the key, or gives the answer of the request that had it first.
func (k keeper) begin(ctx context.Context, hash string) (*answer, error) {
	var first *answer
	err := k.o.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		first = nil
		now := k.o.Now()
		if err := dropOldAnswersTx(ctx, tx, now.Add(-keptFor)); err != nil {
			return err
		}
		added, err := claimKeyTx(ctx, tx, k.actor, k.key, hash, now)
		if err != nil || added {
			return err
		}
		a, err := findAnswerTx(ctx, tx, k.actor, k.key)
		first = &a
		return err
	})
	return first, err
}

// end keeps the answer. A refusal that another try may turn (rate limit, our
// own failure) frees the key instead.
func (k keeper) end(ctx context.Context, rec *kept) {
	status := rec.code()
	err := k.o.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if status >= http.StatusInternalServerError || status == http.StatusTooManyRequests || status == http.StatusUnauthorized {
			return freeKeyTx(ctx, tx, k.actor, k.key)
		}
		a := answer{Status: status, Type: rec.Header().Get("Content-Type"), Body: rec.body.Bytes(), Kept: true}
		if rec.tooLong || strings.Contains(rec.Header().Get("Cache-Control"), noStore) {
			a.Body, a.Kept = nil, false
			if rec.tooLong {
				a.Type = "too large"
			}
		}
		return keepAnswerTx(ctx, tx, k.actor, k.key, a)
	})
	if err != nil {
		k.o.Log.ErrorContext(ctx, "answer not kept", "request", RequestID(ctx), "error", err)
	}
}

func replay(w http.ResponseWriter, a answer, hash string) error {
	switch {
	case a.Request != hash:
		return errKeyReused
	case a.Status == inProgress:
		return errKeyBusy
	case !a.Kept && a.Type == "too large":
		return errKeyTooLong
	case !a.Kept:
		return errKeyForgot
	}
	if a.Type != "" {
		w.Header().Set("Content-Type", a.Type)
	}
	w.Header().Set("Idempotency-Replayed", "true")
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body) // a caller that left cannot be told
	return nil
}

// kept records an answer while it is sent.
type kept struct {
	recorder
	body    bytes.Buffer
	tooLong bool
}

func (r *kept) Write(b []byte) (int, error) {
	if r.body.Len()+len(b) > maxKept {
		r.tooLong = true
	} else {
		r.body.Write(b)
	}
	return r.recorder.Write(b)
}
