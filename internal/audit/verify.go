package audit

import (
	"context"
	"crypto/hmac"

	"parvis/internal/store"
)

// Flaw is what Verify found wrong.
type Flaw string

// The flaws.
const (
	FlawRow     Flaw = "row"     // a sealed row says something else than when it was written
	FlawPayload Flaw = "payload" // a detail was changed, or taken away without an erasure
	FlawBatch   Flaw = "batch"   // rows were taken out of a batch or put into it
	FlawChain   Flaw = "chain"   // a batch was changed, taken out or put in
	FlawKey     Flaw = "key"     // the key that sealed a batch is not in the key file
)

// Finding is one flaw and where it is.
type Finding struct {
	Flaw  Flaw
	Batch int64
	Seq   int64 // 0: the batch as a whole
}

// Report of a verification.
type Report struct {
	Batches  int64
	Rows     int64
	Unsealed int64
	Findings []Finding // the first hundred
	Head     Head      // the newest link; keep it elsewhere
}

const mostFindings = 100

func (r *Report) add(f Finding) {
	if len(r.Findings) < mostFindings {
		r.Findings = append(r.Findings, f)
	}
}

// Verify walks the whole chain of a workspace. The caller has required
// audit.read.
func (l *Log) Verify(ctx context.Context, workspace string) (Report, error) {
	var out Report
	q := l.DB.Reader()
	var previous Head
	for {
		page, err := batchesAfter(ctx, q, workspace, previous.N)
		if err != nil {
			return out, err
		}
		if len(page) == 0 {
			break
		}
		for _, h := range page {
			if err := l.verifyBatch(ctx, q, h, previous, &out); err != nil {
				return out, err
			}
			previous = h
		}
	}
	out.Head = previous
	var err error
	out.Unsealed, err = countUnsealed(ctx, q, workspace)
	if err != nil {
		return out, err
	}
	orphans, err := sealedBeyond(ctx, q, workspace, previous.N)
	for _, r := range orphans {
		out.add(Finding{Flaw: FlawChain, Batch: r.Batch, Seq: r.Seq})
	}
	return out, err
}

func (l *Log) verifyBatch(ctx context.Context, q store.Querier, h, previous Head, out *Report) error {
	rows, err := rowsOfBatch(ctx, q, h.Workspace, h.N)
	if err != nil {
		return err
	}
	out.Batches++
	out.Rows += int64(len(rows))
	plain := make([]record, len(rows))
	for i, r := range rows {
		plain[i] = r.record
		if r.digest() != r.Digest {
			out.add(Finding{FlawRow, h.N, r.Seq})
		}
		if r.ErasedAt.IsZero() && (payload{Salt: r.Salt, Detail: r.Detail}).hash() != r.PayloadHash {
			out.add(Finding{FlawPayload, h.N, r.Seq})
		}
	}
	if len(rows) != h.Rows || rootOf(plain) != h.Root {
		out.add(Finding{Flaw: FlawBatch, Batch: h.N})
	}
	key, err := l.Keys.Derive(h.KeyID, purpose)
	if err != nil {
		out.add(Finding{Flaw: FlawKey, Batch: h.N})
		return nil //nolint:nilerr // the missing key is the finding
	}
	if h.N != previous.N+1 || !hmac.Equal([]byte(h.mac(key, previous.MAC)), []byte(h.MAC)) {
		out.add(Finding{Flaw: FlawChain, Batch: h.N})
	}
	return nil
}

// Heads gives the newest links of a workspace, newest first, for keeping
// elsewhere.
func (l *Log) Heads(ctx context.Context, workspace string, limit int) ([]Head, error) {
	return heads(ctx, l.DB.Reader(), workspace, max(limit, 1))
}

// CheckHead says whether an exported link is still in the chain, unchanged. With
// Verify it proves that nothing up to it was taken away since.
func (l *Log) CheckHead(ctx context.Context, h Head) (bool, error) {
	found, err := batchesAfter(ctx, l.DB.Reader(), h.Workspace, h.N-1)
	if err != nil || len(found) == 0 {
		return false, err
	}
	return found[0].N == h.N && found[0].MAC == h.MAC && found[0].Root == h.Root, nil
}
