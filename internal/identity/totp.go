package identity

import (
	"crypto/subtle"
	"fmt"
	"time"

	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

const (
	totpPeriod = 30 // seconds
	totpSkew   = 1  // steps of clock drift that are forgiven, each way
)

// newTOTP draws a seed and the address that authenticator apps read.
func newTOTP(account string) (seed, uri string, err error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: "Parvis", AccountName: account})
	if err != nil {
		return "", "", fmt.Errorf("identity: totp: %w", err)
	}
	return key.Secret(), key.URL(), nil
}

// totpStep finds the time step that code belongs to. It looks only at steps
// after last, the newest one ever accepted: a code serves once.
func totpStep(seed, code string, at time.Time, last int64) (step int64, ok bool) {
	now := at.Unix() / totpPeriod
	for step := now - totpSkew; step <= now+totpSkew; step++ {
		if step <= last {
			continue
		}
		want, err := hotp.GenerateCode(seed, uint64(step))
		if err != nil {
			return 0, false
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step, true
		}
	}
	return 0, false
}
