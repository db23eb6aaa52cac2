package identity

import (
	"context"
	"time"

	"parvis/internal/store"
)

// People, their sessions, links, codes and throttle live across workspaces:
// these statements bear no workspace_id.

const personColumns = "id, email, name, locale, theme, density, totp_since, created_at"

func findPerson(ctx context.Context, q store.Querier, id UserID) (Person, error) {
	var p Person
	err := store.Get(ctx, q, &p, "SELECT "+personColumns+" FROM person WHERE id = $1", id)
	return p, err
}

func findPersonByEmail(ctx context.Context, q store.Querier, email string) (Person, error) {
	var p Person
	err := store.Get(ctx, q, &p, "SELECT "+personColumns+" FROM person WHERE email = $1 AND email <> ''", email)
	return p, err
}

func listPeople(ctx context.Context, q store.Querier) ([]Person, error) {
	var out []Person
	err := store.Select(ctx, q, &out, "SELECT "+personColumns+" FROM person WHERE email <> '' ORDER BY email")
	return out, err
}

func addPersonTx(ctx context.Context, tx *store.Tx, p Person, hash string) error {
	_, err := store.Exec(ctx, tx, `INSERT INTO person (id, email, name, password_hash, locale, theme, density, created_at, updated_at)
		VALUES ($1, $2, $3, $4, $5, 'auto', 'comfortable', $6, $6)`, p.ID, p.Email, p.Name, hash, p.Locale, p.CreatedAt)
	return err
}

func saveProfileTx(ctx context.Context, tx *store.Tx, p Person, now time.Time) error {
	_, err := store.Exec(ctx, tx, "UPDATE person SET name = $2, locale = $3, theme = $4, density = $5, updated_at = $6 WHERE id = $1",
		p.ID, p.Name, p.Locale, p.Theme, p.Density, store.At(now))
	return err
}

func passwordHash(ctx context.Context, q store.Querier, id UserID) (string, error) {
	var hash string
	err := store.Get(ctx, q, &hash, "SELECT password_hash FROM person WHERE id = $1", id)
	return hash, err
}

func setPasswordTx(ctx context.Context, tx *store.Tx, id UserID, hash string, now time.Time) error {
	_, err := store.Exec(ctx, tx, "UPDATE person SET password_hash = $2, updated_at = $3 WHERE id = $1", id, hash, store.At(now))
	return err
}

// secondFactor is the sealed seed of a person and the last step accepted.
type secondFactor struct {
	Sealed []byte     `db:"totp_sealed"`
	Since  store.Time `db:"totp_since"`
	Step   int64      `db:"totp_step"`
}

func findSecondFactor(ctx context.Context, q store.Querier, id UserID) (secondFactor, error) {
	var f secondFactor
	err := store.Get(ctx, q, &f, "SELECT totp_sealed, totp_since, totp_step FROM person WHERE id = $1", id)
	return f, err
}

func setSecondFactorTx(ctx context.Context, tx *store.Tx, id UserID, sealed []byte, since store.Time) error {
	_, err := store.Exec(ctx, tx, "UPDATE person SET totp_sealed = $2, totp_since = $3 WHERE id = $1", id, sealed, since)
	return err
}

// acceptStepTx takes a time step once: false when it, or a later one, has
// already served.
func acceptStepTx(ctx context.Context, tx *store.Tx, id UserID, step int64) (bool, error) {
	n, err := store.Exec(ctx, tx, "UPDATE person SET totp_step = $2 WHERE id = $1 AND totp_step < $2", id, step)
	return n == 1, err
}

func replaceRecoveryCodesTx(ctx context.Context, tx *store.Tx, id UserID, codes []string) error {
	if _, err := store.Exec(ctx, tx, "DELETE FROM recovery_code WHERE user_id = $1", id); err != nil {
		return err
	}
	for _, code := range codes {
		if _, err := store.Exec(ctx, tx, "INSERT INTO recovery_code (user_id, code_hash) VALUES ($1, $2)", id, hashSecret(plainCode(code))); err != nil {
			return err
		}
	}
	return nil
}

func useRecoveryCodeTx(ctx context.Context, tx *store.Tx, id UserID, code string, now time.Time) (bool, error) {
	n, err := store.Exec(ctx, tx, "UPDATE recovery_code SET used_at = $3 WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL",
		id, hashSecret(plainCode(code)), store.At(now))
	return n == 1, err
}

func countRecoveryCodes(ctx context.Context, q store.Querier, id UserID) (int, error) {
	var n int
	err := store.Get(ctx, q, &n, "SELECT COUNT(*) FROM recovery_code WHERE user_id = $1 AND used_at IS NULL", id)
	return n, err
}

const sessionColumns = "id, user_id, address, user_agent, see_as, created_at, last_seen_at, expires_at"

func addSessionTx(ctx context.Context, tx *store.Tx, s Session, secret string) error {
	_, err := store.Exec(ctx, tx, "INSERT INTO session ("+sessionColumns+", secret_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		s.ID, s.UserID, s.Address, s.UserAgent, s.SeeAs, s.CreatedAt, s.LastSeenAt, s.ExpiresAt, hashSecret(secret))
	return err
}

// caller is a session with its person, read at each request.
type caller struct {
	Session
	Name   string `db:"name"`
	Locale string `db:"locale"`
}

func findCaller(ctx context.Context, q store.Querier, secret string) (caller, error) {
	var c caller
	err := store.Get(ctx, q, &c, `SELECT s.id, s.user_id, s.address, s.user_agent, s.see_as, s.created_at, s.last_seen_at, s.expires_at,
		p.name, p.locale FROM session s JOIN person p ON p.id = s.user_id WHERE s.secret_hash = $1`, hashSecret(secret))
	return c, err
}

func findSession(ctx context.Context, q store.Querier, id SessionID) (Session, error) {
	var s Session
	err := store.Get(ctx, q, &s, "SELECT "+sessionColumns+" FROM session WHERE id = $1", id)
	return s, err
}

func listSessions(ctx context.Context, q store.Querier, user UserID, now time.Time) ([]Session, error) {
	var out []Session
	err := store.Select(ctx, q, &out, "SELECT "+sessionColumns+" FROM session WHERE user_id = $1 AND expires_at > $2 ORDER BY last_seen_at DESC, id",
		user, store.At(now))
	return out, err
}

func touchSessionTx(ctx context.Context, tx *store.Tx, id SessionID, seen, expires time.Time) error {
	_, err := store.Exec(ctx, tx, "UPDATE session SET last_seen_at = $2, expires_at = $3 WHERE id = $1", id, store.At(seen), store.At(expires))
	return err
}

func rotateSessionTx(ctx context.Context, tx *store.Tx, id SessionID, secret string) error {
	_, err := store.Exec(ctx, tx, "UPDATE session SET secret_hash = $2 WHERE id = $1", id, hashSecret(secret))
	return err
}

func setSeeAsTx(ctx context.Context, tx *store.Tx, id SessionID, member MemberID) error {
	_, err := store.Exec(ctx, tx, "UPDATE session SET see_as = $2 WHERE id = $1", id, member)
	return err
}

func dropSeeAsTx(ctx context.Context, tx *store.Tx, member MemberID) error {
	_, err := store.Exec(ctx, tx, "UPDATE session SET see_as = '' WHERE see_as = $1", member)
	return err
}

func dropSessionTx(ctx context.Context, tx *store.Tx, user UserID, id SessionID) (bool, error) {
	n, err := store.Exec(ctx, tx, "DELETE FROM session WHERE id = $1 AND user_id = $2", id, user)
	return n == 1, err
}

// dropSessionsTx signs a person out everywhere but in the session kept ("": everywhere).
func dropSessionsTx(ctx context.Context, tx *store.Tx, user UserID, kept SessionID) error {
	_, err := store.Exec(ctx, tx, "DELETE FROM session WHERE user_id = $1 AND id <> $2", user, kept)
	return err
}

func addLinkTx(ctx context.Context, tx *store.Tx, kind, secret string, user UserID, now, expires time.Time) error {
	_, err := store.Exec(ctx, tx, "INSERT INTO one_time_link (secret_hash, kind, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
		hashSecret(secret), kind, user, store.At(now), store.At(expires))
	return err
}

func dropLinksTx(ctx context.Context, tx *store.Tx, kind string, user UserID) error {
	_, err := store.Exec(ctx, tx, "DELETE FROM one_time_link WHERE kind = $1 AND user_id = $2", kind, user)
	return err
}

func findLink(ctx context.Context, q store.Querier, kind, secret string, now time.Time) (UserID, error) {
	var user UserID
	err := store.Get(ctx, q, &user, "SELECT user_id FROM one_time_link WHERE secret_hash = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3",
		hashSecret(secret), kind, store.At(now))
	return user, err
}

// useLinkTx consumes a link: of two at once, one finds it used.
func useLinkTx(ctx context.Context, tx *store.Tx, kind, secret string, now time.Time) (UserID, error) {
	var user UserID
	err := store.Get(ctx, tx, &user, `UPDATE one_time_link SET used_at = $3
		WHERE secret_hash = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3 RETURNING user_id`, hashSecret(secret), kind, store.At(now))
	return user, err
}

func throttledUntilTx(ctx context.Context, tx *store.Tx, bucket string) (store.Time, error) {
	var list []store.Time
	err := store.Select(ctx, tx, &list, "SELECT until FROM throttle WHERE bucket = $1"+store.ForUpdate(tx.Dialect()), bucket)
	if err != nil || len(list) == 0 {
		return store.Time{}, err
	}
	return list[0], nil
}

// countTx counts one more in a bucket, from one when the last is older than
// forget, and gives the count.
func countTx(ctx context.Context, tx *store.Tx, bucket string, now, forget time.Time) (int, error) {
	var n int
	err := store.Get(ctx, tx, &n, `INSERT INTO throttle (bucket, failures, counted_at, until) VALUES ($1, 1, $2, 0)
		ON CONFLICT (bucket) DO UPDATE SET counted_at = $2,
			failures = CASE WHEN throttle.counted_at < $3 THEN 1 ELSE throttle.failures + 1 END
		RETURNING failures`, bucket, store.At(now), store.At(forget))
	return n, err
}

func blockTx(ctx context.Context, tx *store.Tx, bucket string, until time.Time) error {
	_, err := store.Exec(ctx, tx, "UPDATE throttle SET until = $2 WHERE bucket = $1", bucket, store.At(until))
	return err
}

func uncountTx(ctx context.Context, tx *store.Tx, bucket string) error {
	_, err := store.Exec(ctx, tx, "UPDATE throttle SET failures = failures - 1, until = 0 WHERE bucket = $1 AND failures > 0", bucket)
	return err
}

func forgiveTx(ctx context.Context, tx *store.Tx, bucket string) error {
	_, err := store.Exec(ctx, tx, "DELETE FROM throttle WHERE bucket = $1", bucket)
	return err
}

// sweepTx drops what has expired long enough ago that nobody asks why.
func sweepTx(ctx context.Context, tx *store.Tx, now time.Time) error {
	for _, q := range []string{
		"DELETE FROM session WHERE expires_at < $1",
		"DELETE FROM one_time_link WHERE expires_at < $1",
		"DELETE FROM throttle WHERE counted_at < $1",
	} {
		if _, err := store.Exec(ctx, tx, q, store.At(now.Add(-48*time.Hour))); err != nil {
			return err
		}
	}
	return nil
}

// dropSamplePeopleTx removes fictional people who are left in no workspace.
func dropSamplePeopleTx(ctx context.Context, tx *store.Tx) error {
	const alone = "email = '' AND NOT EXISTS (SELECT 1 FROM member m WHERE m.user_id = person.id)"
	if _, err := store.Exec(ctx, tx, "DELETE FROM session WHERE user_id IN (SELECT id FROM person WHERE "+alone+")"); err != nil {
		return err
	}
	_, err := store.Exec(ctx, tx, "DELETE FROM person WHERE "+alone)
	return err
}
