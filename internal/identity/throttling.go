package identity

import (
	"context"

	"parvis/internal/store"
)

// take counts a try in each bucket before it is made, so that tries made at
// once cannot slip past. It refuses with RateLimited while a bucket must wait,
// counting nothing. A try that succeeds is taken back with pardonTx.
func (s *Service) take(ctx context.Context, buckets ...bucket) error {
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return s.takeTx(ctx, tx, buckets...) })
}

func (s *Service) takeTx(ctx context.Context, tx *store.Tx, buckets ...bucket) error {
	now := s.Now()
	for _, b := range buckets {
		until, err := throttledUntilTx(ctx, tx, b.name)
		if err != nil {
			return err
		}
		if wait := until.Sub(now); !until.IsZero() && wait > 0 {
			return throttled(wait)
		}
	}
	for _, b := range buckets {
		n, err := countTx(ctx, tx, b.name, now, now.Add(-b.forget))
		if err != nil {
			return err
		}
		if wait := b.wait(n); wait > 0 {
			if err := blockTx(ctx, tx, b.name, now.Add(wait)); err != nil {
				return err
			}
		}
	}
	return nil
}

// pardonTx: the try was right. The account starts anew; the address is given
// back this one try only, or one known password would open it to guess others.
func pardonTx(ctx context.Context, tx *store.Tx, account, address bucket) error {
	if err := forgiveTx(ctx, tx, account.name); err != nil {
		return err
	}
	return uncountTx(ctx, tx, address.name)
}
