package secret

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"time"

	"parvis/internal/fault"
	"parvis/internal/store"
)

// Open is LoadOrCreate held against the database: it makes a key file only for
// a database that never used one, and refuses one that lacks a key which sealed
// something (secret.key_file_missing, secret.key_other).
func Open(ctx context.Context, db *store.DB, path string, now func() time.Time) (*Keeper, error) {
	used, err := usedKeys(ctx, db.Reader())
	if err != nil {
		return nil, err
	}
	k, err := Load(path)
	if errors.Is(err, fs.ErrNotExist) && len(used) == 0 {
		k, err = create(path)
	}
	if err != nil {
		return nil, err
	}
	for _, id := range used {
		if !slices.Contains(k.IDs(), id) {
			return nil, fault.Newf(fault.Conflict, "secret.key_other",
				"The key file %s is not the one of this database: secrets were sealed with key %s, which it lacks.", path, id).With("path", path).With("key", string(id))
		}
	}
	if slices.Contains(used, k.Current()) {
		return k, nil
	}
	return k, db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return recordKeyTx(ctx, tx, k.Current(), now())
	})
}

// ForgetTx drops the record of a key that seals nothing any more (after every
// secret was rewrapped), so that it may leave the file.
func ForgetTx(ctx context.Context, tx *store.Tx, id KeyID) error {
	_, err := store.Exec(ctx, tx, "DELETE FROM sealing_key WHERE id = $1", string(id))
	return err
}

func usedKeys(ctx context.Context, q store.Querier) ([]KeyID, error) {
	var ids []KeyID
	err := store.Select(ctx, q, &ids, "SELECT id FROM sealing_key ORDER BY created_at, id")
	return ids, err
}

func recordKeyTx(ctx context.Context, tx *store.Tx, id KeyID, at time.Time) error {
	_, err := store.Exec(ctx, tx, "INSERT INTO sealing_key (id, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING", string(id), store.At(at))
	return err
}
