package identity

import (
	"net/netip"
	"time"

	"parvis/internal/fault"
)

// limit says how many failures of one bucket are free, and how long the wait
// becomes after more: it doubles from first up to most. A bucket without a
// failure for forget starts anew.
type limit struct {
	free   int
	first  time.Duration
	most   time.Duration
	forget time.Duration
}

var (
	perAccount = limit{free: 5, first: 2 * time.Second, most: 5 * time.Minute, forget: time.Hour}
	perAddress = limit{free: 20, first: 2 * time.Second, most: 15 * time.Minute, forget: time.Hour}
	perMailed  = limit{free: 3, first: time.Minute, most: time.Hour, forget: 24 * time.Hour} // mails that a stranger can have us send
)

// wait is how long after the n-th failure the next try is refused.
func (l limit) wait(failures int) time.Duration {
	over := failures - l.free
	if over <= 0 {
		return 0
	}
	d := l.first
	for i := 1; i < over && d < l.most; i++ {
		d *= 2
	}
	return min(d, l.most)
}

// bucket is one thing that is counted.
type bucket struct {
	name string
	limit
}

// The buckets of an account and of an address. An IPv6 caller is counted by
// /64: that is what one household or one machine is given.
func accountBucket(kind, account string) bucket {
	return bucket{kind + ":" + hashSecret(account), perAccount}
}

func addressBucket(kind string, a netip.Addr) bucket {
	name := "unknown"
	if a.Is4() {
		name = a.String()
	} else if p, err := a.Prefix(64); err == nil {
		name = p.String()
	}
	return bucket{kind + "@" + name, perAddress}
}

var errThrottled = fault.New(fault.RateLimited, "identity.throttled", "Too many tries. Wait a moment before the next one.")

func throttled(wait time.Duration) error {
	f := errThrottled.With("seconds", int(wait/time.Second)+1)
	f.Retry = wait
	return f
}
